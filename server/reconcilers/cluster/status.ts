import { isDeepStrictEqual } from "node:util";
import { and, eq, isNull } from "drizzle-orm";
import {
  setCondition,
  type Condition,
  type ConditionReport,
} from "@/server/domain/cluster/condition";
import type { ClusterObserved } from "@/server/domain/cluster/types";
import { mergeSteps, operationState } from "@/server/domain/operation/timeline";
import type { StepReport } from "@/server/domain/operation/types";
import { inTenant, type Tx } from "@/server/db/client";
import { clusters, operations } from "@/server/db/schema";
import type { ServiceDeps } from "@/server/services/kit/context";
import type { ClusterScope } from "./load";

/** What a run found out, to be written once at its end. */
export interface RunStatus {
  steps: StepReport[];
  conditions: ConditionReport[];
  observed: Partial<ClusterObserved>;
  /** Set when the cluster is gone for good. */
  gone?: boolean;
}

/**
 * Writes what the run saw: conditions, observed state and timeline. Nothing is written when nothing
 * changed, so the change feed stays quiet.
 */
export async function writeStatus(
  deps: ServiceDeps,
  scope: ClusterScope,
  status: RunStatus,
  extra: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const { cluster } = scope;
  const now = deps.clock.now();
  await inTenant(deps.db, cluster.tenantId, async (tx) => {
    const done = await writeOperation(tx, scope, status.steps, now);
    const conditions = status.conditions.reduce<Condition[]>(
      (list, report) => setCondition(list, report, now, cluster.generation),
      cluster.conditions,
    );
    const observed: ClusterObserved = {
      ...cluster.observed,
      ...status.observed,
      ...(done ? { generation: cluster.generation } : {}),
    };
    const same =
      isDeepStrictEqual(conditions, cluster.conditions) &&
      isDeepStrictEqual(observed, cluster.observed);
    if (!same || status.gone) {
      const deletedAt = status.gone ? now : null;
      const change = {
        conditions,
        observed,
        ...(status.gone ? { deletedAt, kubeconfigSealed: null } : {}),
      };
      await tx.update(clusters).set(change).where(eq(clusters.id, cluster.id));
    }
    await extra(tx);
  });
}

/** Returns true when every step of the current spec has been carried out. */
async function writeOperation(
  tx: Tx,
  scope: ClusterScope,
  reports: readonly StepReport[],
  now: Date,
): Promise<boolean> {
  const { operation } = scope;
  const steps = mergeSteps(operation?.steps ?? [], reports, now);
  const state = operationState(steps);
  const done = state === "Succeeded";
  if (operation && (!isDeepStrictEqual(steps, operation.steps) || state !== operation.state)) {
    const finishedAt = done ? now : null;
    // One that a newer operation superseded during this run stays ended.
    const stillOpen = and(eq(operations.id, operation.id), isNull(operations.finishedAt));
    await tx.update(operations).set({ steps, state, finishedAt }).where(stillOpen);
  }
  return done;
}
