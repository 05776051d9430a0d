import { labelKeyFault, labelValueFault } from "./metadata";

const podSecurity = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)(-version)?$/;

/** Why the API server refuses a label of a namespace, or overrides it; or null. */
export function namespaceLabelFault(namespace: string, key: string, value: string): string | null {
  const fault = labelKeyFault(key) ?? labelValueFault(value);
  if (fault !== null) return fault;
  if (key === "kubernetes.io/metadata.name" && value !== namespace) {
    return "The API server sets kubernetes.io/metadata.name to the namespace's name: remove it.";
  }
  return podSecurityFault(key, value);
}

/** Pod Security admission refuses a namespace whose levels it does not know. */
function podSecurityFault(key: string, value: string): string | null {
  const match = podSecurity.exec(key);
  if (match === null) return null;
  if (match[2] === undefined) {
    if (["privileged", "baseline", "restricted"].includes(value)) return null;
    return `${key} must be privileged, baseline or restricted.`;
  }
  return value === "latest" || /^v1\.(0|[1-9]\d*)$/.test(value)
    ? null
    : `${key} must be latest or a version such as v1.37.`;
}
