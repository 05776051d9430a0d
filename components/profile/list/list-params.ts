import type { ProfileSummaryView } from "@/server/domain/profile/views";

const sorts = ["updated", "name", "clusters"] as const;
/** How the list of profiles can be ordered. */
export type ProfileSort = (typeof sorts)[number];

/** Words for the orders. */
export const sortLabels: Record<ProfileSort, string> = {
  updated: "Last updated",
  name: "Name",
  clusters: "Clusters",
};

/** What of the list stands in its address. */
export interface ProfileListParams {
  q: string;
  sort: ProfileSort;
  /** The dialog for a new profile is open. */
  create: "empty" | "sample" | null;
  /** Digest of the pack that the new profile begins with. */
  add: string | null;
}

/** Reads the address; unknown parts fall back. */
export function readListParams(params: URLSearchParams): ProfileListParams {
  const create = params.get("new");
  return {
    q: params.get("q") ?? "",
    sort: sorts.find((one) => one === params.get("sort")) ?? "updated",
    create: create === "sample" ? "sample" : create === null ? null : "empty",
    add: params.get("add"),
  };
}

/** Writes it; what is usual is left out. */
export function writeListParams({ q, sort, create, add }: ProfileListParams): string {
  const params = new URLSearchParams();
  if (q !== "") params.set("q", q);
  if (sort !== "updated") params.set("sort", sort);
  if (create !== null) params.set("new", create);
  if (add !== null) params.set("add", add);
  return params.toString();
}

/** The profiles to show: every word found in name, description, tags or packs; then in order. */
export function arrangeProfiles(
  profiles: readonly ProfileSummaryView[],
  { q, sort }: Pick<ProfileListParams, "q" | "sort">,
): ProfileSummaryView[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = profiles.filter(({ name, description, tags, stack }) => {
    const packs = stack.map((layer) => `${layer.name} ${layer.packName}`);
    const text = [name, description, ...tags, ...packs].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const byName = (a: ProfileSummaryView, b: ProfileSummaryView) => a.name.localeCompare(b.name);
  const order: Record<ProfileSort, (a: ProfileSummaryView, b: ProfileSummaryView) => number> = {
    updated: (a, b) => b.updatedAt.localeCompare(a.updatedAt),
    name: byName,
    clusters: (a, b) => b.clusters - a.clusters || byName(a, b),
  };
  return found.sort(order[sort]);
}
