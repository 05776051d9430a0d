import { getIn, isMap, withoutIn } from "@/server/domain/yaml/data";
import type { YamlMap, YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { type CopiedField, fieldsOfKind } from "./server-set-kinds";

/** An object as it can be applied to any cluster. */
export interface CleanedObject {
  object: YamlMap;
  /** Left out: the API server or a controller sets these and nobody else. */
  dropped: CopiedField[];
  /** Kept, but most likely only right in the cluster from which the object was copied. */
  doubtful: CopiedField[];
}

const serverMetadata = [
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "selfLink",
  "managedFields",
];

const serverAnnotations = [
  "kubectl.kubernetes.io/last-applied-configuration",
  "deployment.kubernetes.io/revision",
  "deprecated.daemonset.template.generation",
  "batch.kubernetes.io/job-tracking",
  "endpoints.kubernetes.io/last-change-trigger-time",
  "control-plane.alpha.kubernetes.io/leader",
  "autoscaling.alpha.kubernetes.io/conditions",
  "autoscaling.alpha.kubernetes.io/current-metrics",
  "pv.kubernetes.io/bind-completed",
  "pv.kubernetes.io/bound-by-controller",
  "volume.kubernetes.io/selected-node",
  "volume.kubernetes.io/storage-provisioner",
  "volume.beta.kubernetes.io/storage-provisioner",
  "kubernetes.io/service-account.uid",
];

const serverFinalizers = new Set([
  "foregroundDeletion",
  "orphan",
  "kubernetes",
  "kubernetes.io/pv-protection",
  "kubernetes.io/pvc-protection",
  "service.kubernetes.io/load-balancer-cleanup",
  "customresourcecleanup.apiextensions.k8s.io",
  "batch.kubernetes.io/job-tracking",
]);

/**
 * Takes out of an object what only a cluster sets: exported objects carry it, and applying it elsewhere
 * conflicts, is refused or deletes the object. What a person may have meant stays and is told.
 */
export function withoutServerSet(object: YamlMap): CleanedObject {
  const exported = isExported(object);
  const own = fieldsOfKind(object, exported);
  const paths = [...commonPaths(object, exported), ...own.dropped];
  const present = paths.filter((path) => getIn(object, path) !== undefined);
  const cleaned = present.reduce<YamlValue>((data, path) => withoutIn(data, path), object);
  return {
    object: isMap(cleaned) ? cleaned : object,
    // `creationTimestamp: null` and an empty status come from generators: they go without a word.
    dropped: present.filter((path) => !isBlank(getIn(object, path))).map(toDropped),
    doubtful: own.doubtful,
  };
}

function toDropped(path: YamlPath): CopiedField {
  const name = path.slice(path[0] === "metadata" ? 1 : 0).join(".");
  if (path.at(-1) === "ownerReferences") {
    const message =
      "ownerReferences name an object by its uid in another cluster and are not applied, since the object would be deleted with it. Attach the owner instead, or remove them.";
    return { path, message };
  }
  return { path, message: `${name} is set by the cluster and is not applied. You can remove it.` };
}

/** True for an object that was read from an API server. */
function isExported(object: YamlMap): boolean {
  const signs = ["uid", "resourceVersion", "selfLink", "managedFields", "creationTimestamp"];
  return signs.some((sign) => !isBlank(getIn(object, ["metadata", sign])));
}

function commonPaths(object: YamlMap, exported: boolean): YamlPath[] {
  const metadata = serverMetadata.map((field) => ["metadata", field]);
  const annotations = serverAnnotations.map((key) => ["metadata", "annotations", key]);
  const status = exported || isBuiltIn(object["apiVersion"]) ? [["status"]] : [];
  const owners = [["metadata", "ownerReferences"]];
  return [...metadata, ...annotations, ...status, ...owners, ...finalizerPaths(object)];
}

/** All or none: a list in which a person's finalizer stands too is kept as it is. */
function finalizerPaths(object: YamlMap): YamlPath[] {
  const path = ["metadata", "finalizers"];
  const list = getIn(object, path);
  const isServers = (entry: YamlValue) => typeof entry === "string" && serverFinalizers.has(entry);
  return Array.isArray(list) && list.every(isServers) ? [path] : [];
}

/** Kubernetes' own groups; their status is never set through the object itself. */
function isBuiltIn(apiVersion: YamlValue | undefined): boolean {
  const text = String(apiVersion ?? "");
  const group = text.includes("/") ? text.slice(0, text.indexOf("/")) : "";
  return !group.includes(".") || group.endsWith(".k8s.io");
}

/** True for null, an empty text, 0, and mappings and lists of nothing else. */
export function isBlank(value: YamlValue | undefined): boolean {
  if (Array.isArray(value)) return value.every(isBlank);
  if (isMap(value)) return Object.values(value).every(isBlank);
  return value === undefined || value === null || value === "" || value === 0;
}
