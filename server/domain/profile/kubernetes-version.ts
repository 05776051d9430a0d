import type { ProfileLayer } from "./types";

/** The Kubernetes version a profile brings, e.g. "1.37.2"; null for a profile without that layer. */
export function kubernetesVersionOf(layers: readonly ProfileLayer[]): string | null {
  const layer = layers.find((candidate) => candidate.kind === "k8s");
  return layer ? layer.pack.version.replace(/^v/, "") : null;
}
