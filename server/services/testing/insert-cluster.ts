import { inTenant } from "@/server/db/client";
import { clusterProfiles, clusterProfileVersions, clusters } from "@/server/db/schema";
import { nothingObserved } from "@/server/domain/cluster/types";
import { newId } from "@/server/domain/ids/ids";
import type { ServiceDeps } from "@/server/services/kit/context";
import type { TestTenant } from "./test-services";

/** A cluster's row with the profile it refers to, without the journey that leads there; its id. */
export async function insertCluster(deps: ServiceDeps, tenant: TestTenant): Promise<string> {
  const { tenantId, projectId, userId } = tenant;
  const id = newId("cluster");
  const profileId = newId("profile");
  const versionId = newId("profileVersion");
  await inTenant(deps.db, tenantId, async (tx) => {
    const profile = { tenantId, id: profileId, projectId, name: profileId };
    await tx.insert(clusterProfiles).values({ ...profile, type: "cluster", cloudType: "local" });
    const version = { tenantId, id: versionId, profileId, version: "1.0.0" };
    await tx.insert(clusterProfileVersions).values({ ...version, state: "draft" });
    await tx.insert(clusters).values({
      tenantId,
      id,
      projectId,
      name: id,
      profileVersionId: versionId,
      spec: { infrastructure: "local", kubernetesVersion: "1.37.2", pools: [] },
      observed: nothingObserved,
      createdBy: userId,
    });
  });
  return id;
}
