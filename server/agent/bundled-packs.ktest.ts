import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPackFolders } from "@/packs/read-packs";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { packOf } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { listPresets, type PresetLayer, togglePreset } from "@/server/domain/profile/presets";
import { renderLayer } from "@/server/domain/profile/render";
import { contextOf, layerOf } from "@/server/domain/profile/testing/layers";
import type { RenderedLayer } from "@/server/domain/profile/types";
import { keyOf, nameOf } from "@/server/kube/object";
import { cachedBinaries, untilTrue } from "@/server/kube/testing/start-control-plane";
import { refOf, type ObjectRef } from "@/server/kube/types";
import { InventoryStore } from "./install/inventory";
import { Releases } from "./install/releases";
import {
  addNode,
  startAgentCluster,
  startInstaller,
  type TestInstaller,
} from "./testing/agent-cluster";
import { packChecks } from "./testing/pack-checks";
import { PackLook } from "./testing/pack-look";

const root = fileURLToPath(new URL("../../packs", import.meta.url));
const folders = new Map<string, string>();
const { rounds, names } = await planRounds();
const seen = new Map<string, ObjectRef>();
let cluster: Awaited<ReturnType<typeof startAgentCluster>>;
let one: TestInstaller;

beforeAll(async () => {
  cluster = await startAgentCluster();
  await addNode(cluster.client, "worker-2");
  await addNode(cluster.client, "control-plane-1", "control-plane");
  const packs = { folderOf: async (digest: string) => folders.get(digest) ?? "" };
  one = startInstaller(cluster.kubeconfigFile, packs, {
    helm: await cachedBinaries("helm", pinnedHelm),
  });
});
afterAll(async () => {
  await one.stop();
  await cluster.stop();
});

describe("every pack that needs no internet, on a real API server", () => {
  test("has a check of what it does", () => {
    expect(names).toEqual(Object.keys(packChecks).sort());
  });

  for (const [index, layers] of rounds.entries()) {
    const what = index === 0 ? "as it is" : `upgraded to its presets and versions (${index})`;
    test(`becomes ready ${what} and does what it says`, async () => {
      await settle(index, layers);
      await remember();
      const failures: string[] = [];
      for (const layer of layers) {
        const look = new PackLook(cluster.client, layer);
        await packChecks[layer.name]?.(look).catch((error: unknown) => {
          failures.push(`${layer.name} ${layer.pack.version}: ${String(error)}`);
        });
      }
      expect(failures).toEqual([]);
    });
  }

  test("goes without a trace; only the volumes of the queue stay, as it says", async () => {
    one.installer.setDesired({
      generation: rounds.length,
      kubernetesVersion: "1.37.2",
      layers: [],
    });
    await untilTrue(() => one.board.all().length === 0, 120_000, "all removed");
    const claims = { apiVersion: "v1", kind: "PersistentVolumeClaim" };
    const kept = await cluster.client.list(claims);
    expect(kept.map(({ metadata }) => metadata.namespace)).toEqual(["message-queue"]);
    for (const claim of kept) await cluster.client.delete(refOf(claim));
    await cluster.client.delete({ apiVersion: "v1", kind: "Namespace", name: "message-queue" });
    await untilTrue(async () => (await left()).length === 0, 60_000, "nothing is left").catch(
      async () => expect(await left()).toEqual([]),
    );
    const node = await cluster.client.get({ apiVersion: "v1", kind: "Namespace", name: "default" });
    expect(Object.keys(node.metadata.labels ?? {})).toEqual(["kubernetes.io/metadata.name"]);
  });
});

/** Hands the layers to the installer and waits until each one that changes was installed anew and judged. */
async function settle(generation: number, layers: RenderedLayer[]): Promise<void> {
  const before = new Map(rounds[generation - 1]?.map((l) => [l.layerId, contentOf(l)]));
  const changed = layers.filter((l) => before.get(l.layerId) !== contentOf(l));
  const steps = new Map(changed.map(({ layerId }) => [layerId, one.states(layerId).length]));
  one.installer.setDesired({ generation, kubernetesVersion: "1.37.2", layers });
  const judged = ({ layerId }: RenderedLayer) => {
    const states = one.states(layerId);
    return states.length > (steps.get(layerId) ?? 0) && /Ready|Error/.test(states.at(-1) ?? "");
  };
  await untilTrue(() => changed.every(judged), 120_000, "every changed layer is judged");
  expect(one.board.all().filter(({ state }) => state !== "Ready")).toEqual([]);
}

/** What is installed of a layer; operating system and Kubernetes have only another version. */
function contentOf({ releases, manifests }: RenderedLayer): string {
  return JSON.stringify([releases, manifests]);
}

/** Adds what the layers hold now to what must be gone in the end. */
async function remember(): Promise<void> {
  const releases = new Releases(cluster.client);
  for (const release of (await releases.all()).values()) {
    for (const object of await releases.objects(release)) {
      const { namespaced } = await cluster.client.locate(object);
      const namespace = object.metadata.namespace ?? release.namespace;
      const ref = { ...refOf(object), ...(namespaced && { namespace }) };
      seen.set(keyOf(ref), ref);
    }
  }
  for (const inventory of await new InventoryStore(cluster.client).all()) {
    const spaces = inventory.namespaces.filter((name) => !/^(default|kube-.*)$/.test(name));
    const refs = spaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", name }));
    for (const ref of [...inventory.objects, ...refs]) seen.set(keyOf(ref), ref);
  }
}

/** What is still there of all that the layers ever brought, with Helm's own records. */
async function left(): Promise<string[]> {
  const found: string[] = [];
  for (const ref of seen.values()) if (await cluster.client.find(ref)) found.push(nameOf(ref));
  const secrets = { apiVersion: "v1", kind: "Secret" };
  const records = await cluster.client.list(secrets, { labelSelector: "owner=helm" });
  return [...found, ...records.map((record) => nameOf(refOf(record)))];
}

/**
 * Round 0 holds each pack's first version as it is; then come its newer versions and its presets, so that
 * each preset is on at least once. A pack with nothing more to show stays as it was.
 */
async function planRounds(): Promise<{ rounds: RenderedLayer[][]; names: string[] }> {
  const variants = new Map<string, RenderedLayer[]>();
  for (const { name, files } of await readPackFolders(root)) {
    const pack = await packOf(files);
    if (pack.charts.some((chart) => chart.source === "upstream")) continue;
    folders.set(pack.digest, `${root}/${name}`);
    const newest = variants.get(pack.name) ?? [];
    variants.set(pack.name, [...newest.slice(0, 1), ...variantsOf(pack)]);
  }
  const length = Math.max(...[...variants.values()].map((list) => list.length));
  const at = (index: number) =>
    [...variants.values()].flatMap((list) => list[Math.min(index, list.length - 1)] ?? []);
  return {
    rounds: Array.from({ length }, (_, index) => at(index)),
    names: [...variants.keys()].sort(),
  };
}

/** The pack as it is and then with another preset of every group at once, until each was on. */
function variantsOf(pack: Pack): RenderedLayer[] {
  const off = listPresets(pack, { values: pack.values }).filter((preset) => !preset.on);
  const groups = Map.groupBy(off, (preset) => preset.group);
  const count = Math.max(0, ...[...groups.values()].map((group) => group.length));
  const texts = [pack.values];
  for (let index = 0; index < count; index += 1) {
    // The last first: so a queue comes to its volumes while the local storage still offers some.
    const chosen = [...groups.values()].flatMap((group) => group.at(-1 - index) ?? []);
    const toggle = (layer: PresetLayer, { name, group }: (typeof off)[number]) =>
      togglePreset(pack, layer, name, true, group);
    texts.push(chosen.reduce<PresetLayer>(toggle, { values: pack.values }).values);
  }
  return texts.map((values) => rendered(pack, values));
}

function rendered(pack: Pack, values: string): RenderedLayer {
  const context = contextOf({
    system: { "cluster.name": "demo", "kubernetes.version": "1.37.2" },
    packs: { kubernetes: { pack: { podCIDR: "10.244.0.0/16" } } },
  });
  const layer = layerOf(pack, { id: pack.name, name: pack.name, values });
  const result = renderLayer(layer, pack, context);
  if (!result.ok) throw new Error(`${pack.name}: ${JSON.stringify(result.problems)}`);
  return result.rendered;
}
