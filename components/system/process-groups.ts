import type { ProcessView } from "@/server/domain/system/views";

/** The processes of one thing, with the memory they use together. */
export interface ProcessGroup {
  id: string;
  title: string;
  processes: ProcessView[];
  memoryBytes: number;
}

const fixed: Record<string, string> = {
  console: "Console",
  "management-plane": "Management plane",
};

/** Console first, then the management plane, then the clusters by name. */
export function processGroups(
  processes: readonly ProcessView[],
  clusterNames: ReadonlyMap<string, string>,
): ProcessGroup[] {
  // A cluster's group is `clusters/<id>`.
  const nameOf = (group: string) => {
    const id = group.replace(/^clusters\//, "");
    return clusterNames.get(id) ?? id;
  };
  const title = (group: string) => fixed[group] ?? `Cluster ${nameOf(group)}`;
  const rank = (id: string) => (id === "console" ? 0 : id in fixed ? 1 : 2);
  const groups = [...Map.groupBy(processes, (process) => process.group)];
  return groups
    .map(([id, own]) => ({
      id,
      title: title(id),
      processes: own,
      memoryBytes: own.reduce((sum, process) => sum + (process.memoryBytes ?? 0), 0),
    }))
    .toSorted((a, b) => rank(a.id) - rank(b.id) || a.title.localeCompare(b.title));
}
