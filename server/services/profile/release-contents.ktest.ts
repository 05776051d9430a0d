import { beforeAll, describe, expect, test } from "vitest";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import type { Pack } from "@/server/domain/pack/types";
import { sampleFacts } from "@/server/domain/profile/cluster-facts";
import { addContents, noContents, sharedContents } from "@/server/domain/profile/contents";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import { planRendering } from "@/server/domain/profile/render-plan";
import type { LayerContents, ProfileLayer } from "@/server/domain/profile/types";
import { setIn } from "@/server/domain/yaml/edit";
import { cachedBinaries } from "@/server/kube/testing/start-control-plane";
import { createLog } from "@/server/platform/log/log";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { releaseContents } from "./release-contents";

const loaded = await loadBundledPacks("packs", createLog("silent"));
const bundled = loaded.filter(({ pack }) => pack.charts.some(({ source }) => source === "bundled"));
let helm: string;
beforeAll(async () => {
  helm = await cachedBinaries("helm", pinnedHelm);
});

const find = (name: string) => {
  const found = loaded.find(({ pack }) => pack.name === name);
  if (!found) throw new Error(`No pack is called ${name}.`);
  return found;
};

const order = { kubernetesVersion: "1.37.2", before: undefined };

async function counted(pack: Pack, change: Partial<ProfileLayer> = {}): Promise<LayerContents> {
  const layer = { ...layerOfPack(pack), ...change };
  const layers = [layerOfPack(find("kubernetes").pack), layer];
  const plan = planRendering(layer, layers, pack, sampleFacts);
  if ("reason" in plan) return { known: false, reason: plan.reason };
  const files = loaded.find((one) => one.pack.digest === pack.digest)?.files ?? null;
  const until = performance.now() + 60_000;
  const all = plan.variants.map(async (releases) => {
    const orders = releases.map((release) => ({ ...order, release, files }));
    const each = orders.map((one) => releaseContents(one, helm, until));
    return (await Promise.all(each)).reduce(addContents, noContents);
  });
  return (await Promise.all(all)).reduce(sharedContents);
}

describe("the real Helm counts what a pack makes of its values", () => {
  test.each(bundled.map(({ pack }) => [`${pack.name} ${pack.version}`, pack] as const))(
    "%s with its own values",
    async (_, pack) => {
      const contents = await counted(pack);
      expect(contents).toMatchObject({ known: true });
      expect(contents.known && contents.counts.length).toBeGreaterThan(0);
    },
  );

  test("loops count by what they make: four volumes, two namespaces with their quotas", async () => {
    const storage = await counted(find("local-storage").pack);
    expect(storage).toMatchObject({
      counts: expect.arrayContaining([
        { kind: "PersistentVolume", count: 4 },
        { kind: "StorageClass", count: 1 },
      ]),
    });
    expect(storage.known && storage.objects.map(({ name }) => name)).toContain("standard-03");
    const teams = await counted(find("team-namespaces").pack);
    expect(teams).toMatchObject({
      counts: expect.arrayContaining([{ kind: "Namespace", count: 2 }]),
    });
  });

  test("another value makes another number", async () => {
    const { pack } = find("sample-web");
    const values = setIn(pack.values, ["charts", "sample-web", "ingress", "enabled"], true);
    const kinds = (contents: LayerContents) =>
      contents.known ? contents.counts.map(({ kind }) => kind) : [];
    expect(kinds(await counted(pack))).not.toContain("Ingress");
    expect(kinds(await counted(pack, { values }))).toContain("Ingress");
  });

  test("values that a chart refuses give its reason and no number", async () => {
    const { pack } = find("team-namespaces");
    const values = "charts:\n  team-namespaces:\n    namespaces: 7\n    teams: 7\n";
    const contents = await counted(pack, { values });
    expect(contents).toMatchObject({ known: false });
  });
});
