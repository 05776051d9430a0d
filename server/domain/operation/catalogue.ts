/** Who can fix it: the person at the console, or the platform by retrying. */
export type Fixer = "you" | "lamina";

/** One entry of the error catalogue: what the timeline says when a step fails. */
export interface CatalogueEntry {
  title: string;
  retryable: boolean;
  fixer: Fixer;
  /** What to do next, in one sentence. */
  next: string;
  /** A corrected version of the cluster's profile fixes it. */
  byUpdate?: true;
}

/** Every failure a step can name. Codes are stable: links, alerts and documents refer to them. */
export const errorCatalogue = {
  ASSET_MISSING: {
    title: "A Kubernetes program is missing",
    retryable: true,
    fixer: "you",
    next: "Open System, see why the program failed, fix the cause and choose Retry.",
  },
  ASSET_BUILD_TOOL_MISSING: {
    title: "Go is required to build a Kubernetes program",
    retryable: true,
    fixer: "you",
    next: "Install Go, or put the named program into the folder LAMINA_KUBE_ASSETS, then retry.",
  },
  MANAGEMENT_PLANE_UNAVAILABLE: {
    title: "The management plane does not respond",
    retryable: true,
    fixer: "lamina",
    next: "It is restarted automatically. Its logs are on the System page.",
  },
  PORT_TAKEN: {
    title: "A port is in use by another program",
    retryable: true,
    fixer: "lamina",
    next: "Stop the program that uses the port. The published ports of a cluster never change, so it waits for them; any other port is replaced automatically.",
  },
  PROCESS_EXITED: {
    title: "A process of the cluster stopped",
    retryable: true,
    fixer: "lamina",
    next: "It is restarted with increasing delays. Check the end of its log on the System page.",
  },
  AGENT_UNREACHABLE: {
    title: "The agent has not connected",
    retryable: true,
    fixer: "lamina",
    next: "It reconnects automatically. If it stays disconnected, check its log on the System page.",
  },
  PACK_MISSING: {
    title: "A pack of the profile is not in any registry",
    retryable: true,
    fixer: "you",
    next: "Add the registry that contains it, or publish a version without it and choose Update.",
    byUpdate: true,
  },
  LAYER_VALUES_INVALID: {
    title: "The layer's values were rejected",
    retryable: true,
    fixer: "you",
    next: "Correct the named value in a new version of the profile, publish it and choose Update.",
    byUpdate: true,
  },
  LAYER_INSTALL_FAILED: {
    title: "The layer could not be installed",
    retryable: true,
    fixer: "you",
    next: "Read the message from Helm or the API server, correct the layer in a new version of the profile, publish it and choose Update.",
    byUpdate: true,
  },
  LAYER_REMOVAL_FAILED: {
    title: "The layer could not be removed",
    retryable: true,
    fixer: "you",
    next: "Read the message: delete the named object or its finalizers in the cluster, then choose Retry.",
  },
  KIND_UNKNOWN: {
    title: "The cluster does not know a kind that the layer uses",
    retryable: true,
    fixer: "you",
    next: "Add the layer that brings its CustomResourceDefinition, or install that layer earlier; publish the version and choose Update.",
    byUpdate: true,
  },
  OBJECT_TOO_LARGE: {
    title: "An object of the layer is larger than Kubernetes accepts",
    retryable: true,
    fixer: "you",
    next: "Split the named object (about 1 MiB is the limit), publish a new version of the profile and choose Update.",
    byUpdate: true,
  },
  AGENT_FORBIDDEN: {
    title: "The cluster does not allow the agent to do this",
    retryable: true,
    fixer: "you",
    next: "Give the agent's user the named permission in the cluster, then choose Retry.",
  },
  CLUSTER_BUSY: {
    title: "The cluster cannot take the change yet",
    retryable: true,
    fixer: "lamina",
    next: "It is tried again with growing pauses; if it stays, look at the webhook or service that the message names.",
  },
  LAYER_NOT_READY: {
    title: "The layer was installed but is not becoming ready",
    retryable: true,
    fixer: "you",
    next: "Check the named objects on the Workloads tab. If the layer's values are the cause, publish a corrected version and choose Update.",
    byUpdate: true,
  },
  CHART_UNREACHABLE: {
    title: "The chart's repository cannot be reached",
    retryable: true,
    fixer: "you",
    next: "Connect to the internet or add a mirror that contains the chart.",
  },
  INTERNAL: {
    title: "Unexpected error",
    retryable: true,
    fixer: "lamina",
    next: "It is retried automatically. The console's log has the details.",
  },
} as const satisfies Record<string, CatalogueEntry>;
export type CatalogueCode = keyof typeof errorCatalogue;

/** True for a code of the catalogue. */
export function isCatalogueCode(code: string): code is CatalogueCode {
  return Object.hasOwn(errorCatalogue, code);
}
