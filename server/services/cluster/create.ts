import { assessCapacity } from "@/server/domain/cluster/capacity";
import { fitsInfrastructure } from "@/server/domain/cluster/profile-version";
import {
  createClusterInput,
  nothingObserved,
  type ClusterSpec,
} from "@/server/domain/cluster/types";
import { AppError } from "@/server/domain/errors/app-error";
import { newId } from "@/server/domain/ids/ids";
import { clusters } from "@/server/db/schema";
import { defineRead, defineWrite } from "@/server/services/kit/define";
import { namedProject } from "@/server/services/kit/named-project";
import { getVersionForCluster } from "@/server/services/profile/internal";
import { memoryLeft, refuseTooLarge } from "./capacity";
import { beginOperation } from "./internal";
import { kubernetesOrRefuse } from "./write-spec";

/** The one infrastructure that clusters are made on. */
const infrastructure = "local";

/** Whether this machine can hold the pools; the wizard shows it before the deploy. */
export const estimateCapacity = defineRead({
  permission: "cluster.create",
  input: createClusterInput.pick({ projectId: true, pools: true }),
  project: namedProject,
  run: async (ctx, input) => assessCapacity(input.pools, await memoryLeft(ctx)),
});

/** Starts a cluster from a published profile version. The reconciler does the rest. */
export const createCluster = defineWrite({
  permission: "cluster.create",
  input: createClusterInput,
  project: namedProject,
  async run(ctx, input) {
    const { projectId, profileVersionId } = input;
    const { version, profile } = await getVersionForCluster(ctx, profileVersionId, projectId);
    const fit = fitsInfrastructure({ ...version, profile }, infrastructure);
    const kubernetesVersion = kubernetesOrRefuse(fit);
    await refuseTooLarge(ctx, input.pools, "pools");
    const id = newId("cluster");
    const spec: ClusterSpec = { infrastructure, kubernetesVersion, pools: input.pools };
    const inserted = await ctx.tx
      .insert(clusters)
      .values({
        tenantId: ctx.tenantId,
        id,
        projectId: input.projectId,
        name: input.name,
        profileVersionId: version.id,
        spec,
        observed: nothingObserved,
        createdBy: ctx.actor.id,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning({ id: clusters.id });
    if (inserted.length === 0) throw nameTaken(input.name);
    const operationId = newId("operation");
    const title = `Deploy ${input.name}`;
    await beginOperation(ctx, {
      id: operationId,
      cluster: { id, generation: 1 },
      kind: "create",
      title,
    });
    await ctx.ports.enqueue(ctx.tx, { kind: "cluster", tenantId: ctx.tenantId, id });
    const object = { kind: "cluster", id, name: input.name };
    const nodes = input.pools.reduce((sum, pool) => sum + pool.size, 0);
    const details = { profileVersionId: version.id, nodes };
    return {
      result: { clusterId: id, operationId },
      audit: { action: "cluster.create", object, projectId: input.projectId, details },
    };
  },
});

function nameTaken(name: string): AppError {
  const message = `A cluster named ${name} already exists in this project. Choose another name.`;
  return new AppError("CONFLICT", message, { fields: { name: message } });
}
