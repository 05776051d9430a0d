import type {
  EventReport,
  NodeReport,
  WorkloadKind,
  WorkloadReport,
} from "@/server/domain/agent/reports";
import { workloadKinds } from "@/server/domain/agent/reports";
import { clip } from "@/server/domain/agent/text";
import { dig, listAt, numberAt, textAt, textMapAt } from "@/server/kube/object";
import type { KubeObject } from "@/server/kube/types";
import { layerAnnotation } from "@/server/agent/install/names";

const controlPlaneLabels = [
  "node-role.kubernetes.io/control-plane",
  "node-role.kubernetes.io/master",
];
const epoch = new Date(0).toISOString();

/** What the console shows of a node. Times that change by themselves are left out: they are no news. */
export function reduceNode(node: KubeObject): NodeReport {
  const labels = node.metadata.labels ?? {};
  const conditions = listAt(node, "status", "conditions")
    .slice(0, 32)
    .map((entry) => ({
      type: clip(textAt(entry, "type"), 317),
      status: clip(textAt(entry, "status"), 16),
      reason: clip(textAt(entry, "reason"), 256),
      message: clip(textAt(entry, "message"), 1024),
      lastTransitionTime: timeOf(textAt(entry, "lastTransitionTime")),
    }));
  return {
    name: node.metadata.name,
    role: controlPlaneLabels.some((label) => label in labels) ? "control-plane" : "worker",
    ready: conditions.some((c) => c.type === "Ready" && c.status === "True"),
    unschedulable: dig(node, "spec", "unschedulable") === true,
    version: clip(textAt(node, "status", "nodeInfo", "kubeletVersion"), 64),
    osImage: clip(textAt(node, "status", "nodeInfo", "osImage"), 256),
    cpu: clip(quantity(dig(node, "status", "capacity", "cpu")), 32),
    memory: clip(quantity(dig(node, "status", "capacity", "memory")), 32),
    createdAt: timeOf(node.metadata.creationTimestamp) ?? epoch,
    labels: clipped(labels),
    taints: listAt(node, "spec", "taints")
      .slice(0, 64)
      .map((taint) => ({
        key: clip(textAt(taint, "key"), 317),
        value: clip(textAt(taint, "value"), 256),
        effect: clip(textAt(taint, "effect"), 32),
      })),
    simulated: isSimulated(node),
    conditions,
  };
}

/** kwok plays nodes with this annotation; nobody else sets it. */
function isSimulated(node: KubeObject): boolean {
  const { annotations = {}, labels = {} } = node.metadata;
  return "kwok.x-k8s.io/node" in annotations || labels["type"] === "kwok";
}

/** A workload and by what it can be traced to a layer. */
export interface ReducedWorkload {
  report: WorkloadReport;
  /** `namespace/name` of its Helm release, or the empty text. */
  release: string;
  /** Id of the layer whose manifest it is, or the empty text. */
  layerId: string;
}

/** What the console shows of a workload; undefined for objects of other kinds and for a CronJob's own jobs. */
export function reduceWorkload(object: KubeObject): ReducedWorkload | undefined {
  const kind = workloadKinds.find((known) => known === object.kind);
  if (kind === undefined || ownedBySomebody(object)) return undefined;
  const { name, namespace = "", annotations = {} } = object.metadata;
  const template =
    kind === "CronJob"
      ? dig(object, "spec", "jobTemplate", "spec", "template")
      : dig(object, "spec", "template");
  const containers = listAt(template, "spec", "containers").slice(0, 32);
  const releaseName = annotations["meta.helm.sh/release-name"];
  const releaseNamespace = annotations["meta.helm.sh/release-namespace"];
  return {
    report: {
      kind,
      namespace,
      name,
      ...countsOf(kind, object),
      images: containers.map((container) => clip(textAt(container, "image"), 512)),
      createdAt: timeOf(object.metadata.creationTimestamp) ?? epoch,
      layer: null,
    },
    release: releaseName === undefined ? "" : `${releaseNamespace ?? namespace}/${releaseName}`,
    layerId: annotations[layerAnnotation] ?? "",
  };
}

function countsOf(kind: WorkloadKind, o: KubeObject): { ready: number; desired: number } {
  const status = (key: string) => Math.max(0, numberAt(o, 0, "status", key));
  if (kind === "DaemonSet") {
    return { ready: status("numberReady"), desired: status("desiredNumberScheduled") };
  }
  if (kind === "Job") {
    return { ready: status("succeeded"), desired: numberAt(o, 1, "spec", "completions") };
  }
  if (kind === "CronJob") {
    const active = listAt(o, "status", "active").length;
    return { ready: active, desired: active };
  }
  return { ready: status("readyReplicas"), desired: numberAt(o, 1, "spec", "replicas") };
}

function ownedBySomebody(object: KubeObject): boolean {
  return listAt(object, "metadata", "ownerReferences").length > 0;
}

/** What the console shows of an event of either API. */
export function reduceEvent(event: KubeObject): EventReport {
  const seen =
    textAt(event, "series", "lastObservedTime") ||
    textAt(event, "lastTimestamp") ||
    textAt(event, "eventTime") ||
    event.metadata.creationTimestamp;
  return {
    type: clip(textAt(event, "type"), 32),
    reason: clip(textAt(event, "reason"), 256),
    object: {
      kind: clip(textAt(event, "involvedObject", "kind"), 317),
      namespace: clip(textAt(event, "involvedObject", "namespace"), 317),
      name: clip(textAt(event, "involvedObject", "name"), 317),
    },
    message: clip(textAt(event, "message"), 1024),
    count: Math.max(1, numberAt(event, 1, "series", "count"), numberAt(event, 1, "count")),
    lastSeen: timeOf(seen) ?? epoch,
  };
}

function timeOf(text: string | undefined): string | null {
  const at = text === undefined || text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function quantity(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? String(value) : "";
}

function clipped(labels: Record<string, string>): Record<string, string> {
  const texts = Object.entries(textMapAt({ labels }, "labels"));
  return Object.fromEntries(texts.map(([key, value]) => [clip(key, 317), clip(value, 256)]));
}
