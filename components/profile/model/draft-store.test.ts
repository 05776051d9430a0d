import { expect, test } from "vitest";
import type { OutsideChange } from "@/components/editor/text-document";
import { applyInTurn, type TextEdit } from "@/components/editor/text-edit";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { isDirty } from "./draft-state";
import { DraftStore } from "./draft-store";
import { moveLayer, patchLayer, removeLayer } from "./layers";
import { changeManifest, manifestKey } from "./text-address";

const layer = (name: string, values = `${name}: 1\n`): ProfileLayer =>
  layerOfPack(
    {
      registry: "public",
      name,
      version: "1.0.0",
      digest: `sha256:${"0".repeat(64)}`,
      layer: "addon",
      values,
    },
    [],
    `lyr_${name}`,
  );

function version(over: Partial<ProfileVersionView> = {}): ProfileVersionView {
  return {
    id: "pv_1",
    version: "1.0.0",
    state: "draft",
    note: "",
    digest: null,
    layers: [layer("web"), layer("jobs")],
    revision: 1,
    updatedAt: "2026-01-01T00:00:00Z",
    profile: {
      id: "prf_1",
      projectId: "prj_1",
      name: "web",
      description: "",
      type: "cluster",
      cloudType: "local",
      versions: [],
    },
    ...over,
  };
}

const web = { layerId: "lyr_web" };
const insert = (from: number, text: string): TextEdit[] => [{ from, to: from, text }];
const valuesOf = (store: DraftStore) => store.state.layers.map((one) => one.values);

/** An editor: it holds its own text and takes in what it is told. */
function editorOf(store: DraftStore, at: { layerId: string; manifest?: string }) {
  const text = store.text(at);
  const told: OutsideChange[] = [];
  const editor = {
    text: text.read(),
    told,
    type(from: number, put: string) {
      editor.text = applyInTurn(editor.text, insert(from, put));
      text.typed(insert(from, put));
    },
  };
  text.follow((change) => {
    told.push(change);
    editor.text = applyInTurn(editor.text, change.edits);
  });
  return editor;
}

test("an editor is never told what it wrote itself, however much is typed and saved", () => {
  const store = new DraftStore(version());
  const editor = editorOf(store, web);
  for (const [at, key] of [..."# typed quickly"].entries()) {
    editor.type(at, key);
    if (at === 5) store.saved(store.state.layers, 2);
    if (at === 9) store.receive(version({ revision: 2 }));
  }
  expect(editor.told).toEqual([]);
  expect(valuesOf(store)[0]).toBe("# typed quicklyweb: 1\n");
  expect(isDirty(store.state)).toBe(true);
});

test("one timeline: typing, a preset, moving and removing go back and forth exactly, in their order", () => {
  const store = new DraftStore(version());
  const editor = editorOf(store, web);
  const states = [store.state.layers];
  const done = () => states.push(store.state.layers);
  editor.type(0, "a");
  done();
  store.edit({ label: "Turn on tls", at: web }, (layers) =>
    patchLayer(layers, "lyr_web", { values: "# on\naweb: 1\ntls: true\n" }),
  );
  done();
  editor.type(0, "b");
  done();
  store.edit({ label: "Move web" }, (layers) => moveLayer(layers, "lyr_web", 1));
  done();
  store.edit({ label: "Remove web" }, (layers) => removeLayer(layers, "lyr_web").layers);
  done();
  expect(store.history.past.map((entry) => entry.label)).toEqual([
    "Typing in web",
    "Turn on tls",
    "Typing in web",
    "Move web",
    "Remove web",
  ]);
  for (const state of states.slice(0, -1).toReversed()) {
    store.undo();
    expect(store.state.layers).toEqual(state);
  }
  expect(editor.text).toBe("web: 1\n");
  expect(isDirty(store.state)).toBe(false);
  store.undo();
  for (const state of states.slice(1)) {
    store.redo();
    expect(store.state.layers).toEqual(state);
  }
  store.undo();
  expect(editor.text).toBe("b# on\naweb: 1\ntls: true\n");
});

test("a change from outside comes to the open editor as edits, to the caret only for an undo", () => {
  const store = new DraftStore(version());
  const editor = editorOf(store, web);
  const label = "Turn on tls";
  store.edit({ label, at: web }, (l) => patchLayer(l, "lyr_web", { values: "web: 1\ntls: 1\n" }));
  store.undo();
  expect(editor.told).toMatchObject([
    { edits: [{ from: 7, to: 7, text: "tls: 1\n" }], isHistory: false },
    { edits: [{ from: 7, to: 14, text: "" }], isHistory: true },
  ]);
});

test("text saved elsewhere meets unsaved text as a conflict; undo and redo do not decide it", () => {
  const store = new DraftStore(version());
  const editor = editorOf(store, web);
  editor.type(0, "mine ");
  const theirs = version({ revision: 2, layers: [layer("web", "theirs: 1\n"), layer("jobs")] });
  store.receive(theirs);
  expect(editor.text).toBe("mine web: 1\n");
  store.undo();
  expect(editor.text).toBe("web: 1\n");
  store.redo();
  expect(editor.text).toBe("mine web: 1\n");
  store.discard();
  expect(editor.text).toBe("theirs: 1\n");
  store.undo();
  expect(editor.text).toBe("mine web: 1\n");
  expect(store.state.base.revision).toBe(2);
});

test("without unsaved text, what others saved comes in as a step that can be taken back", () => {
  const store = new DraftStore(version());
  const editor = editorOf(store, web);
  store.receive(version({ revision: 2, layers: [layer("web", "theirs: 1\n"), layer("jobs")] }));
  expect(editor.text).toBe("theirs: 1\n");
  store.undo();
  expect(editor.text).toBe("web: 1\n");
});

test("letters that come after somebody published the draft are taken out of the editor again", async () => {
  const store = new DraftStore(version());
  const editor = editorOf(store, web);
  store.receive(version({ state: "published", revision: 2 }));
  editor.type(0, "late");
  await Promise.resolve();
  expect(editor.text).toBe("web: 1\n");
  expect(valuesOf(store)[0]).toBe("web: 1\n");
});

test("a manifest keeps its own text when the one before it is removed, renamed or brought back", () => {
  const manifests = ["one", "two"].map((name) => ({ name, content: `${name}: 1\n` }));
  const store = new DraftStore(version({ layers: [{ ...layer("web"), manifests }] }));
  const [first, second] = manifests.map((manifest) => ({
    ...web,
    manifest: manifestKey(manifest),
  }));
  if (!first || !second) throw new Error("two manifests");
  const editor = editorOf(store, second);
  editor.type(0, "x");
  const change = (next: (all: typeof manifests) => typeof manifests) =>
    store.edit({ label: "Manifests" }, (layers) =>
      layers.map((one) => ({ ...one, manifests: next(one.manifests) })),
    );
  change((all) => all.slice(1));
  editor.type(1, "y");
  change((all) => all.map((one) => changeManifest(one, { name: "renamed" })));
  editor.type(2, "z");
  const contents = () => store.state.layers[0]?.manifests.map((one) => one.content);
  expect(contents()).toEqual(["xyztwo: 1\n"]);
  for (let step = 0; step < 5; step++) store.undo();
  expect(contents()).toEqual(["one: 1\n", "two: 1\n"]);
  expect(editor.text).toBe("two: 1\n");
  for (let step = 0; step < 5; step++) store.redo();
  expect(contents()).toEqual(["xyztwo: 1\n"]);
  expect(editor.text).toBe("xyztwo: 1\n");
});

test("what the server gives back after saving is the same text to its editor", () => {
  const manifests = [{ name: "one", content: "a: 1\n" }];
  const store = new DraftStore(version({ layers: [{ ...layer("web"), manifests }] }));
  const key = manifestKey(store.state.layers[0]?.manifests[0] ?? { name: "", content: "" });
  const editor = editorOf(store, { ...web, manifest: key });
  const back = [{ name: "one", content: "a: 2\n" }];
  store.receive(version({ revision: 2, layers: [{ ...layer("web"), manifests: back }] }));
  expect(editor.text).toBe("a: 2\n");
});
