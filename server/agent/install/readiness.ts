import { dig, groupOf, listAt, nameOf, numberAt, textAt } from "@/server/kube/object";
import { refOf, type KubeObject } from "@/server/kube/types";

/** What an object says about itself. `failed` means that waiting is useless. */
export interface Readiness {
  ready: boolean;
  failed?: boolean;
  /** What it waits for, for people. */
  message: string;
}

const yes: Readiness = { ready: true, message: "" };

/** Judges an object as Helm's wait does, but leaves out what only other objects can bring about. */
export function readinessOf(object: KubeObject): Readiness {
  const judge = judges[`${groupOf(object.apiVersion)}/${object.kind}`];
  return judge === undefined ? yes : judge(object);
}

const judges: Record<string, (object: KubeObject) => Readiness> = {
  "apps/Deployment": (o) => {
    const want = numberAt(o, 1, "spec", "replicas");
    const updated = numberAt(o, 0, "status", "updatedReplicas");
    const available = numberAt(o, 0, "status", "availableReplicas");
    return counted(o, Math.min(updated, available), want);
  },
  "apps/StatefulSet": (o) => {
    const want = numberAt(o, 1, "spec", "replicas");
    const ready = numberAt(o, 0, "status", "readyReplicas");
    const rolling = textAt(o, "spec", "updateStrategy", "type") !== "OnDelete";
    const updated = rolling ? numberAt(o, 0, "status", "updatedReplicas") : want;
    const partition = numberAt(o, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
    return counted(o, partition > 0 ? ready : Math.min(ready, updated), want);
  },
  "apps/DaemonSet": (o) => {
    const want = numberAt(o, 0, "status", "desiredNumberScheduled");
    const rolling = textAt(o, "spec", "updateStrategy", "type") !== "OnDelete";
    const updated = rolling ? numberAt(o, 0, "status", "updatedNumberScheduled") : want;
    return counted(o, Math.min(updated, numberAt(o, 0, "status", "numberAvailable")), want);
  },
  "batch/Job": (o) => {
    const failure = conditionOf(o, "Failed");
    if (textAt(failure, "status") === "True") {
      const message = `${nameOf(refOf(o))} failed: ${textAt(failure, "message")}`;
      return { ready: false, failed: true, message };
    }
    return byCondition(o, "Complete", "is not complete");
  },
  "/Pod": (o) => {
    const phase = textAt(o, "status", "phase");
    if (phase === "Succeeded") return yes;
    if (phase === "Failed")
      return { ready: false, failed: true, message: `${nameOf(refOf(o))} failed` };
    return byCondition(o, "Ready", "is not ready");
  },
  "apiextensions.k8s.io/CustomResourceDefinition": (o) =>
    byCondition(o, "Established", "is not established"),
  "apiregistration.k8s.io/APIService": (o) => byCondition(o, "Available", "is not available"),
};

function counted(object: KubeObject, have: number, want: number): Readiness {
  const seen = numberAt(object, 0, "status", "observedGeneration");
  const name = nameOf(refOf(object));
  if (seen < (object.metadata.generation ?? 0)) {
    return { ready: false, message: `${name}: its controller has not looked at it yet` };
  }
  if (have >= want) return yes;
  return { ready: false, message: `${name}: ${have} of ${want} ready` };
}

function byCondition(object: KubeObject, type: string, what: string): Readiness {
  const condition = conditionOf(object, type);
  if (textAt(condition, "status") === "True") return yes;
  const detail = textAt(condition, "message");
  const message = `${nameOf(refOf(object))} ${what}${detail === "" ? "" : `: ${detail}`}`;
  return { ready: false, message };
}

function conditionOf(object: KubeObject, type: string): unknown {
  return listAt(object, "status", "conditions").find((entry) => textAt(entry, "type") === type);
}

/** The value at a path such as `status.conditions[0].status`, as text. */
export function valueAtPath(object: unknown, path: string): string | undefined {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  const found = dig(object, ...keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key)));
  if (found === undefined || found === null) return undefined;
  return typeof found === "object" ? JSON.stringify(found) : String(found);
}
