import type { RenderedLayer } from "@/server/domain/profile/types";

/** A layer with sensible defaults. */
export function layer(id: string, change: Partial<RenderedLayer> = {}): RenderedLayer {
  return {
    layerId: id,
    name: id,
    kind: "addon",
    pack: { registry: "bundled", name: id, version: "1.0.0", digest: `sha256:${id}` },
    namespace: id,
    additionalNamespaces: [],
    namespaceLabels: {},
    namespaceAnnotations: {},
    priority: 0,
    releases: [],
    manifests: [],
    readinessChecks: [],
    ...change,
  };
}
