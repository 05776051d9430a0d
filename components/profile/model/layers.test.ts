import { expect, test } from "vitest";
import type { LayerKind } from "@/server/domain/pack/types";
import {
  addableKinds,
  addLayer,
  canMove,
  duplicateLayer,
  emptySlots,
  insertLayer,
  moveLayer,
  moveLayerOver,
  patchLayer,
  removeLayer,
  replacePack,
  sameLayers,
  takesKind,
} from "./layers";

const pack = (name: string, layer: LayerKind = "addon", version = "1.0.0") => ({
  registry: "public",
  name,
  version,
  digest: `sha256:${name}@${version}`,
  layer,
  values: `# defaults of ${name} ${version}\n`,
  presets: [],
});
const names = (layers: readonly { name: string }[]) => layers.map((layer) => layer.name).join(" ");
const stack = () =>
  [pack("web"), pack("k8s", "k8s"), pack("jobs"), pack("os", "os"), pack("net", "cni")].reduce(
    (layers, one) => addLayer(layers, one, one.name),
    addLayer([], pack("disk", "csi"), "disk"),
  );

test("infrastructure stands in the fixed order below the add-ons, however it was added", () => {
  expect(names(stack())).toBe("os k8s net disk web jobs");
});

test("the same pack twice gets a name of its own", () => {
  expect(names(addLayer(stack(), pack("web"), "x"))).toBe("os k8s net disk web jobs web-2");
  expect(names(duplicateLayer(stack(), "web", "y"))).toBe("os k8s net disk web web-2 jobs");
  expect(names(duplicateLayer(stack(), "os", "y"))).toBe("os k8s net disk web jobs");
});

test("a copy installs releases of its own; a text that does not parse is left alone", () => {
  const copy = duplicateLayer(stack(), "web", "y", ["web"])[5];
  expect(copy?.values).toContain("web: web-2");
  expect(copy?.values).toContain("# defaults of web");
  const broken = patchLayer(stack(), "web", { values: "a: [" });
  expect(duplicateLayer(broken, "web", "y", ["web"])[5]?.values).toBe("a: [");
});

test("a removed layer comes back to its place with its text", () => {
  const edited = patchLayer(stack(), "web", { values: "a: 1 # mine\n" });
  const { layers, removed } = removeLayer(edited, "web");
  expect(names(layers)).toBe("os k8s net disk jobs");
  expect(removed && insertLayer(layers, removed.layer, removed.index)).toEqual(edited);
  expect(removeLayer(edited, "nothing").removed).toBeNull();
});

test("add-ons move among themselves only", () => {
  expect(names(moveLayer(stack(), "web", 1))).toBe("os k8s net disk jobs web");
  expect(names(moveLayer(stack(), "web", -1))).toBe(names(stack()));
  expect(canMove(stack(), "web", -1)).toBe(false);
  expect(canMove(stack(), "disk", 1)).toBe(false);
  expect(names(moveLayerOver(stack(), "jobs", "web"))).toBe("os k8s net disk jobs web");
  expect(names(moveLayerOver(stack(), "jobs", "disk"))).toBe(names(stack()));
});

test("another version carries what was edited, and takes new defaults otherwise", () => {
  const newer = pack("web", "addon", "2.0.0");
  const untouched = replacePack(stack(), "web", newer, pack("web"));
  expect(untouched.carried?.carried).toEqual([]);
  expect(untouched.layers[4]?.values).toBe(newer.values);
  const edited = patchLayer(stack(), "web", { values: `${pack("web").values}a: 1 # mine\n` });
  const kept = replacePack(edited, "web", newer, pack("web"));
  expect(kept.carried?.carried).toEqual(["a"]);
  const values = `${newer.values}a: 1 # mine\n`;
  expect(kept.layers[4]).toMatchObject({ values, pack: { version: "2.0.0" }, id: "web" });
  const unread = replacePack(edited, "web", newer, undefined);
  expect(unread.layers[4]?.values).toBe(edited[4]?.values);
});

test("another pack brings its own values; a name of the user's stays", () => {
  const swapped = replacePack(stack(), "net", pack("calico", "cni"), undefined).layers;
  expect(swapped[2]).toMatchObject({ name: "calico", id: "net", values: pack("calico").values });
  const named = patchLayer(stack(), "net", { name: "our-network" });
  expect(replacePack(named, "net", pack("calico", "cni"), undefined).layers[2]?.name).toBe(
    "our-network",
  );
});

test("each type of profile takes its own kinds of layers", () => {
  expect([takesKind("cluster", "cni"), takesKind("cluster", "addon")]).toEqual([true, true]);
  expect([takesKind("infra", "cni"), takesKind("infra", "addon")]).toEqual([true, false]);
  expect([takesKind("add-on", "cni"), takesKind("add-on", "addon")]).toEqual([false, true]);
});

test("empty slots and addable kinds follow the kind of profile", () => {
  expect(emptySlots(removeLayer(stack(), "net").layers, "cluster")).toEqual(["cni"]);
  expect(emptySlots([], "add-on")).toEqual([]);
  expect(addableKinds(stack(), "cluster")).toEqual(["addon"]);
  expect(addableKinds([], "infra")).toEqual(["os", "k8s", "cni", "csi"]);
});

test("a changed byte or a moved layer counts as a difference", () => {
  expect(sameLayers(stack(), stack())).toBe(true);
  expect(sameLayers(stack(), moveLayer(stack(), "web", 1))).toBe(false);
  expect(sameLayers(stack(), patchLayer(stack(), "web", { values: "" }))).toBe(false);
  const manifests = [{ name: "m", content: "a" }];
  expect(sameLayers(stack(), patchLayer(stack(), "web", { manifests }))).toBe(false);
});

test("fields in another order, as the database gives them back, are no difference", () => {
  const turned = stack().map(({ id, name, kind, pack, values, manifests }) => ({
    values,
    manifests,
    pack: { digest: pack.digest, version: pack.version, name: pack.name, registry: pack.registry },
    kind,
    name,
    id,
  }));
  expect(sameLayers(stack(), turned)).toBe(true);
});
