import { clip } from "@/server/domain/agent/text";

/** Kubernetes counts keys and values of all annotations of an object together. */
export const maxAnnotationBytes = 256 * 1024;

const dnsLabelPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const dnsSubdomainPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedPattern = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const quoted = (text: string) => `"${clip(text, 60)}"`;

/** Why Kubernetes refuses a DNS label (RFC 1123), such as the name of a namespace; or null. */
export function dnsLabelFault(name: string): string | null {
  if (name.length > 63) return `At most 63 characters; this has ${name.length}.`;
  if (dnsLabelPattern.test(name)) return null;
  return `${quoted(name)} is not valid: use lowercase letters, digits and hyphens; begin and end with a letter or digit.`;
}

/** Why Kubernetes refuses a DNS subdomain, as most objects' names are; or null. */
export function dnsSubdomainFault(name: string): string | null {
  if (name.length > 253) return `At most 253 characters; this has ${name.length}.`;
  if (dnsSubdomainPattern.test(name)) return null;
  return `${quoted(name)} is not valid: use lowercase letters, digits, hyphens and dots; begin and end every part with a letter or digit.`;
}

/** Why Kubernetes refuses the key of a label or taint; or null. */
export function labelKeyFault(key: string): string | null {
  const at = key.indexOf("/");
  const prefix = key.slice(0, Math.max(0, at));
  if (at >= 0 && (prefix.length > 253 || !dnsSubdomainPattern.test(prefix))) {
    return `${quoted(prefix)} before the / is not a domain such as example.org.`;
  }
  const name = key.slice(at + 1);
  if (name.length <= 63 && qualifiedPattern.test(name)) return null;
  return `${quoted(key)} is not a key that Kubernetes accepts: use at most 63 letters, digits, hyphens, dots and underscores; begin and end with a letter or digit.`;
}

/** Why Kubernetes refuses the value of a label or taint; or null. */
export function labelValueFault(value: string): string | null {
  if (value.length > 63)
    return `A label's value has at most 63 characters; this has ${value.length}.`;
  if (value === "" || qualifiedPattern.test(value)) return null;
  return `${quoted(value)} is not a value that Kubernetes accepts: use letters, digits, hyphens, dots and underscores; begin and end with a letter or digit.`;
}

/** Why Kubernetes refuses the key of an annotation; or null. Capitals may stand in its domain too. */
export function annotationKeyFault(key: string): string | null {
  return labelKeyFault(key.toLowerCase()) === null ? null : labelKeyFault(key);
}

/** Why Kubernetes refuses the annotations of one object for their size; or null. */
export function annotationSizeFault(annotations: Readonly<Record<string, string>>): string | null {
  const encoder = new TextEncoder();
  const size = (text: string) => encoder.encode(text).length;
  const bytes = Object.entries(annotations).reduce((sum, [k, v]) => sum + size(k) + size(v), 0);
  if (bytes <= maxAnnotationBytes) return null;
  return `The annotations have ${Math.ceil(bytes / 1024)} KiB; Kubernetes accepts ${maxAnnotationBytes / 1024} KiB for one object.`;
}

/** Groups and kinds whose names are more than DNS names: `system:node` is one of a ClusterRole. */
const pathNamed = new Set([
  "rbac.authorization.k8s.io/Role",
  "rbac.authorization.k8s.io/RoleBinding",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "apiregistration.k8s.io/APIService",
  "certificates.k8s.io/CertificateSigningRequest",
  "certificates.k8s.io/ClusterTrustBundle",
  "networking.k8s.io/IPAddress",
]);
const labelNamed = new Set(["/Namespace", "/Service"]);

/** Why Kubernetes refuses this name for an object of the kind; or null. `group` is empty for the core. */
export function objectNameFault(group: string, kind: string, name: string): string | null {
  const key = `${group}/${kind}`;
  if (labelNamed.has(key)) return dnsLabelFault(name);
  if (!pathNamed.has(key)) return dnsSubdomainFault(name);
  if (name !== "." && name !== ".." && !/[/%]/.test(name)) return null;
  return `${quoted(name)} is not valid: it may not be . or .. and may not contain / or %.`;
}
