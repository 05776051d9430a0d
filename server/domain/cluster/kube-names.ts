/** Labels that Lamina puts on objects; the same words everywhere. */
export const labels = {
  clusterId: "lamina.dev/cluster-id",
  pool: "lamina.dev/pool",
  /** On nodes that kwok plays: shown as simulated wherever they appear. */
  simulated: "lamina.dev/simulated",
} as const;

/**
 * The namespace of a cluster's objects in a management plane. Ids tell capitals apart and namespaces
 * know none, so a hexadecimal mask of the capitals is added: two ids never share a namespace.
 */
export function clusterNamespace(clusterId: string): string {
  return `cluster-${lowerCaseKey(clusterId.replace(/^cls_/, ""))}`;
}

/** A DNS-safe text from which the id could be told again. */
export function lowerCaseKey(id: string): string {
  let mask = "";
  for (let i = 0; i < id.length; i += 4) {
    const quarter = Array.from(id.slice(i, i + 4), (c) => (c === c.toLowerCase() ? "0" : "1"));
    mask += Number.parseInt(quarter.join(""), 2).toString(16);
  }
  return `${id.toLowerCase()}-${mask}`;
}

/**
 * Joins the parts of an object's name. Cluster API derives labels and longer names from it, so it stays
 * within 50 characters: a longer one is cut and gets a hash of the whole.
 */
export function objectName(...parts: readonly string[]): string {
  const name = parts.join("-");
  return name.length <= 50 ? name : `${name.slice(0, 41)}-${shortHash(name)}`;
}

/** Eight hexadecimal digits (FNV-1a) that differ when texts differ; not for secrets. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}
