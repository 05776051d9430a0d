const controlPlaneRoles = new Set([
  "node-role.kubernetes.io/control-plane",
  "node-role.kubernetes.io/master",
]);

/** Labels of Kubernetes' domains that people are meant to set on nodes. */
const free = [
  /^node-role\.kubernetes\.io\//,
  /^topology\.kubernetes\.io\/(zone|region)$/,
  /^node-restriction\.kubernetes\.io\//,
  /^([-a-z0-9.]+\.)?kubelet\.kubernetes\.io\//,
  /^node\.kubernetes\.io\/exclude-from-external-load-balancers$/,
  /^node\.cluster\.x-k8s\.io\//,
];

const setByKubelet = new Set([
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "kubernetes.io/arch",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/arch",
]);

const autoscalerTaints = new Set([
  "ToBeDeletedByClusterAutoscaler",
  "DeletionCandidateOfClusterAutoscaler",
]);

/** Why a pool may not give its nodes this label: others set it, or read a meaning in it; or null. */
export function reservedLabelFault(key: string): string | null {
  const common = reservedDomainFault(key);
  if (common !== null) return common;
  if (controlPlaneRoles.has(key)) {
    return `${key} marks control-plane nodes, and Lamina sets it on these. Use another role such as node-role.kubernetes.io/worker.`;
  }
  if (setByKubelet.has(key)) {
    return `${key} is set by the kubelet of each node and cannot be chosen. Use a label of your own domain.`;
  }
  if (free.some((pattern) => pattern.test(key))) return null;
  return isKubernetes(key)
    ? `${domainOf(key)} is reserved for Kubernetes: kubelets refuse this label or replace it. Use a label of your own domain.`
    : clusterApiFault(key);
}

/** Why a pool may not give its nodes this taint; or null. */
export function reservedTaintFault(key: string): string | null {
  const common = reservedDomainFault(key);
  if (common !== null) return common;
  if (controlPlaneRoles.has(key)) {
    return `${key} keeps pods off control-plane nodes, and Lamina sets it on these. Use a key of your own.`;
  }
  if (autoscalerTaints.has(key)) {
    return `${key} is set by the cluster autoscaler on nodes it removes. Use a key of your own.`;
  }
  if (key.startsWith("node-role.kubernetes.io/")) return null;
  if (isKubernetes(key)) {
    return `${domainOf(key)} is reserved for Kubernetes, which adds and removes such taints itself. Use a key of your own domain.`;
  }
  // Unlike labels, taints of node.cluster.x-k8s.io mean a state of the node.
  return clusterApiFault(key);
}

function reservedDomainFault(key: string): string | null {
  return isIn(key, "lamina.dev")
    ? `${domainOf(key)} is reserved for Lamina, which sets such keys itself. Use a key of your own domain.`
    : null;
}

function clusterApiFault(key: string): string | null {
  return isIn(key, "cluster.x-k8s.io")
    ? `${domainOf(key)} is reserved for Cluster API, which sets such keys itself. Use a key of your own domain.`
    : null;
}

function isKubernetes(key: string): boolean {
  return isIn(key, "kubernetes.io") || isIn(key, "k8s.io");
}

function isIn(key: string, domain: string): boolean {
  const own = domainOf(key);
  return own === domain || own.endsWith(`.${domain}`);
}

/** What stands before the slash; the empty text for a key without a domain. */
function domainOf(key: string): string {
  return key.slice(0, Math.max(0, key.indexOf("/")));
}
