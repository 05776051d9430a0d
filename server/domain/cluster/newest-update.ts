import { sortNewestFirst } from "@/server/domain/pack/version";
import type { VersionChoice } from "./views";

/** A version beside the cluster's own: newer or not, and what stands against moving to it. */
export type Standing = Pick<VersionChoice, "version" | "age" | "refusal">;

/** The version most people come for: the highest newer one that the cluster may move to. */
export function newestUpdate<T extends Standing>(choices: readonly T[]): T | undefined {
  return sortNewestFirst(choices).find(({ age, refusal }) => age === "newer" && refusal === null);
}
