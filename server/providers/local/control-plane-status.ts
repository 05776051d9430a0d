import type { KubeObject } from "@/server/kube/types";
import { clusterNameLabel, clusterNameOf, controlPlaneLabel, type LocalContext } from "./context";
import type { PlannedMember } from "./control-plane-plan";
import type { LocalFailure } from "./failure";
import { localControlPlane, localMachine, type LocalControlPlaneSpec } from "./kinds";
import { membersOf } from "./lookup";
import { withFacts, writeStatus, type Fact } from "./status";

/** A member with the Kubernetes version that it runs, or will run first. */
export interface ObservedMember extends PlannedMember {
  version: string;
}

/** What one look at a control plane saw. */
export interface ControlPlaneView {
  spec: LocalControlPlaneSpec;
  members: readonly ObservedMember[];
  /** The API server answers at the cluster's endpoint. */
  apiReady: boolean;
  waitingFor?: string | undefined;
  failure?: LocalFailure;
}

/** Writes the status by the contract. True when there is nothing to wait for. */
export async function reportControlPlane(
  context: LocalContext,
  object: KubeObject,
  view: ControlPlaneView,
): Promise<boolean> {
  const before = localControlPlane.status.parse(object.status ?? {});
  const { spec, members } = view;
  const ready = members.filter((member) => member.ready && !member.deleting).length;
  const upToDate = members.filter((member) => member.current).length;
  const [lowest] = members.map((member) => member.version).sort(byVersion);
  // Once initialized, always initialized: later trouble shows in the conditions.
  const initialized = before.initialization?.controlPlaneInitialized === true || view.apiReady;
  const complete = ready === spec.replicas && upToDate === spec.replicas && view.apiReady;
  const facts = [availableFact(view), readyFact(context, object, view, complete)];
  await writeStatus(context.client, object, {
    ...(initialized ? { initialization: { controlPlaneInitialized: true } } : {}),
    ...(lowest ? { version: lowest } : {}),
    selector: `${clusterNameLabel}=${clusterNameOf(object)},${controlPlaneLabel}`,
    replicas: members.length,
    readyReplicas: ready,
    availableReplicas: ready,
    upToDateReplicas: upToDate,
    externalManagedControlPlane: false,
    conditions: withFacts(object, before.conditions, facts, context.clock.now()),
    observedGeneration: object.metadata.generation,
  });
  return complete && !view.failure;
}

function availableFact({ apiReady }: ControlPlaneView): Fact {
  return apiReady
    ? { type: "Available", status: "True", reason: "ApiServerReady" }
    : {
        type: "Available",
        status: "False",
        reason: "ApiServerNotReady",
        message: "the API server",
      };
}

function readyFact(
  context: LocalContext,
  object: KubeObject,
  view: ControlPlaneView,
  complete: boolean,
): Fact {
  const type = "Ready";
  if (view.failure) {
    return { type, status: "False", reason: view.failure.code, message: view.failure.message };
  }
  if (complete) return { type, status: "True", reason: "MembersReady" };
  const broken = brokenMember(context, object);
  if (broken) return { type, status: "False", ...broken };
  const message = view.waitingFor ?? "the API server";
  return { type, status: "False", reason: "Waiting", message };
}

/** The first member whose own condition names a failure (in capitals, a code of the catalogue). */
function brokenMember(context: LocalContext, object: KubeObject) {
  for (const member of membersOf(context, object)) {
    const status = localMachine.status?.parse(member.status ?? {});
    const ready = status?.conditions?.find((condition) => condition.type === "Ready");
    if (ready?.status === "False" && /^[A-Z_]+$/.test(ready.reason)) {
      return { reason: ready.reason, message: `${member.metadata.name}: ${ready.message}` };
    }
  }
  return undefined;
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
