import { newestUpdate, type Standing } from "@/server/domain/cluster/newest-update";
import { sortNewestFirst } from "@/server/domain/pack/version";

/** Whether there is a newer version to move to, as a sentence; where it is refused, why. Nothing until it is known. */
export function updateOffer(choices: readonly Standing[] | undefined): string {
  if (!choices) return "";
  const open = newestUpdate(choices);
  if (open) return `Version ${open.version} is published.`;
  const newest = sortNewestFirst(choices).find(({ age }) => age === "newer");
  if (!newest) return "This is the latest version.";
  return `Version ${newest.version} is published, but this cluster cannot move to it: ${newest.refusal}`;
}
