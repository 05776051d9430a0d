import type { ConsoleClient } from "@/scripts/console-client";
import { firstProject } from "@/scripts/sample-cluster";
import { sortNewestFirst } from "@/server/domain/pack/version";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import type { ProfileLayer } from "@/server/domain/profile/types";

const base = ["local-ubuntu", "kubernetes", "local-network", "local-storage"];
const layerCount = 30;
const longLines = 6000;

/** Where the builder of a draft is, and the layers that the benchmark works in. */
export interface LargeDraft {
  path: string;
  /** A layer with the values of its pack. */
  typed: string;
  /** A layer whose values have six thousand lines. */
  long: string;
}

/** A draft of thirty layers with two hundred lines of values each, one of them with six thousand. */
export async function makeLargeDraft(api: ConsoleClient): Promise<LargeDraft> {
  const { id: projectId, slug } = await firstProject(api);
  const summaries = sortNewestFirst(await api.pack.list.query({ projectId }));
  const digestOf = (name: string) => summaries.find((pack) => pack.name === name)?.digest ?? "";
  const addons = [...new Set(summaries.filter((p) => p.layer === "addon").map((p) => p.name))];
  const others = addons.filter((name) => name !== "sample-web");
  const many = Array.from({ length: layerCount - base.length - 2 }, (_, i) => {
    return others[i % others.length] ?? "sample-web";
  });
  const layers: ProfileLayer[] = [];
  for (const name of [...base, ...many, "sample-web", "sample-web"]) {
    const pack = await api.pack.get.query({ projectId, digest: digestOf(name) });
    const taken = layers.map((layer) => layer.name);
    const layer = layerOfPack(pack, taken);
    const isLast = layers.length === layerCount - 1;
    layers.push({ ...layer, values: padded(layer.values, isLast ? longLines : 200) });
  }
  const name = `bench-${Date.now().toString(36)}`;
  const made = await api.profile.create.mutate({ projectId, name, version: "1.0.0", layers });
  return {
    path: `/${slug}/profiles/${made.profileId}/versions/${made.versionId}`,
    typed: layers.at(-2)?.name ?? "",
    long: layers.at(-1)?.name ?? "",
  };
}

/** Values as long as wanted; what is added stands under a key that no chart reads. */
function padded(values: string, lines: number): string {
  const missing = lines - values.split("\n").length - 1;
  const more = Array.from({ length: Math.max(0, missing) }, (_, i) =>
    i % 5 === 0 ? `  group${i}:` : `    key${i}: value ${i} # as the team wants it`,
  );
  return `${values}unread:\n${more.join("\n")}\n`;
}
