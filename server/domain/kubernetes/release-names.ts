import { clip } from "@/server/domain/agent/text";
import { shortHash } from "@/server/domain/cluster/kube-names";

/** Helm's limit. */
export const maxReleaseName = 53;

const releasePattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Why Helm refuses a release of this name; or null. */
export function releaseNameFault(name: string): string | null {
  if (name.length > maxReleaseName) {
    return `A Helm release's name has at most ${maxReleaseName} characters; this has ${name.length}.`;
  }
  if (releasePattern.test(name)) return null;
  return `"${clip(name, 60)}" is not a name that Helm accepts: use lowercase letters, digits and hyphens; begin and end with a letter or digit.`;
}

/**
 * A release name made of any text. Charts put it into names that know no dots, so it is a DNS label; one
 * that had to be changed or cut ends with a hash of the whole and stays unique.
 */
export function toReleaseName(text: string): string {
  if (text.length <= maxReleaseName && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)) return text;
  const hash = shortHash(text);
  const clean = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const head = clean.slice(0, maxReleaseName - hash.length - 1).replaceAll(/^-+|-+$/g, "");
  return `${head || "release"}-${hash}`;
}
