import { laminaNamespace } from "@/server/domain/kubernetes/lamina-namespace";

/** Where the agent keeps what it must remember; the cluster itself is its memory. */
export const systemNamespace = laminaNamespace;

/** Who owns the fields that the agent applies; what a layer says wins over what others changed. */
export const ours = { fieldManager: "lamina", force: true };

/** On a Helm release (its Secret): which layer it belongs to, and of which chart and values it is. */
export const layerLabel = "lamina.dev/layer";
export const fingerprintLabel = "lamina.dev/fingerprint";

/** On an object of a manifest: the layer that applied it. */
export const layerAnnotation = "lamina.dev/layer";

/** On a namespace that the agent created: only such a one may be deleted with its layer. */
export const createdAnnotation = "lamina.dev/created-by-layer";

/** On an object of a chart: the release that Helm says it belongs to. */
export const helmAnnotation = "meta.helm.sh/release-name";

/** Marks the ConfigMaps that list what a layer put into the cluster. */
export const inventoryLabel = "lamina.dev/inventory";
