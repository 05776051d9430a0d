import { clip } from "@/server/domain/agent/text";
import { cleanHelmMessage } from "@/server/platform/helm/helm-message";
import { outlookOfHelm } from "@/server/domain/agent/outlook";
import type { CatalogueCode } from "@/server/domain/operation/catalogue";

/** Why a layer is in the state Error. The message is for people and free of secrets. */
export class LayerFailure extends Error {
  readonly code: CatalogueCode;
  readonly reason: string;
  /** True when the same may succeed later although nobody changes the layer. */
  readonly passing: boolean;

  constructor(code: CatalogueCode, reason: string, message: string, passing = false) {
    super(message);
    this.name = "LayerFailure";
    this.code = code;
    this.reason = reason;
    this.passing = passing;
  }
}

const networkFaults = [
  /no such host/i,
  /dial tcp/i,
  /i\/o timeout/i,
  /connection re(fused|set)/i,
  /TLS handshake/i,
  /certificate/i,
  /proxyconnect/i,
  /failed to (fetch|download)/i,
  /context deadline exceeded/i,
  /not a valid chart repository or cannot be reached/i,
  /not found/i,
  /response status code/i,
  /unexpected status/i,
];

/** Names the failure of `helm upgrade --install` by what Helm wrote. */
export function installFailure(stderr: string): LayerFailure {
  const message = cleanHelmMessage(stderr);
  const { code, reason, passing } = outlookOfHelm(message);
  return new LayerFailure(code, reason, message, passing);
}

/** Names the failure of `helm uninstall`; what its objects lack, values cannot give. */
export function uninstallFailure(stderr: string): LayerFailure {
  const message = cleanHelmMessage(stderr);
  const { passing } = outlookOfHelm(message);
  return new LayerFailure("LAYER_REMOVAL_FAILED", "RemovalFailed", message, passing);
}

/** Names the failure of fetching an upstream chart. */
export function pullFailure(stderr: string, repository: string): LayerFailure {
  const message = cleanHelmMessage(stderr);
  const where = withoutCredentials(repository);
  if (networkFaults.some((pattern) => pattern.test(message))) {
    const text = `The chart could not be fetched from ${where}: ${message}`;
    return new LayerFailure("CHART_UNREACHABLE", "ChartUnreachable", clip(text, 1500), true);
  }
  return new LayerFailure("LAYER_INSTALL_FAILED", "ChartNotUsable", message);
}

/** A URL without user and password. */
export function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
