import { expect, test } from "vitest";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import {
  discardDraft,
  type DraftState,
  editDraft,
  isDirty,
  markSaved,
  openDraft,
  receiveVersion,
  restoreDraft,
} from "./draft-state";

const web = (values: string): ProfileLayer =>
  layerOfPack(
    {
      registry: "public",
      name: "web",
      version: "1.0.0",
      digest: `sha256:${"0".repeat(64)}`,
      layer: "addon",
      values,
    },
    [],
    "lyr_1",
  );

function version(over: Partial<ProfileVersionView> = {}): ProfileVersionView {
  return {
    id: "pv_1",
    version: "1.0.0",
    state: "draft",
    note: "",
    digest: null,
    layers: [web("a: 1\n")],
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

const type = (draft: DraftState, values: string) => editDraft(draft, () => [web(values)]);
const textOf = (draft: DraftState) => draft.layers[0]?.values;
const published = () => version({ state: "published", revision: 2 });
const kept = (values: string, revision = 1) => ({
  revision,
  savedAt: "2026-01-01T00:00:00Z",
  layers: [web(values)],
});

test("unsaved text survives that somebody else publishes the draft, and may be edited on", () => {
  const mine = type(openDraft(version()), "a: mine\n");
  const after = receiveVersion(mine, published());
  expect(textOf(after)).toBe("a: mine\n");
  expect(isDirty(after)).toBe(true);
  expect(after.theirs?.state).toBe("published");
  expect(after.base.state).toBe("draft");
  expect(textOf(type(after, "a: more\n"))).toBe("a: more\n");
});

test("a draft saved elsewhere and then published is told as published", () => {
  const mine = type(openDraft(version()), "a: mine\n");
  const saved = receiveVersion(mine, version({ revision: 2, layers: [web("a: theirs\n")] }));
  expect(saved.theirs?.state).toBe("draft");
  const after = receiveVersion(saved, version({ ...published(), revision: 3 }));
  expect(after.theirs?.state).toBe("published");
  expect(textOf(after)).toBe("a: mine\n");
});

test("without unsaved text, what others save or publish is simply shown", () => {
  const theirs = version({ ...published(), layers: [web("a: theirs\n")] });
  const after = receiveVersion(openDraft(version()), theirs);
  expect(after).toEqual(openDraft(theirs));
});

test("an answer older than what is known changes nothing", () => {
  const now = openDraft(version({ revision: 3 }));
  expect(receiveVersion(now, version({ revision: 2, layers: [] }))).toBe(now);
  expect(receiveVersion(now, version({ revision: 3 }))).toBe(now);
});

test("text that turns out to be the same is no conflict, nor is text that was taken back", () => {
  const theirs = version({ revision: 2, layers: [web("a: 2\n")] });
  const mine = type(openDraft(version()), "a: mine\n");
  expect(receiveVersion(type(mine, "a: 2\n"), theirs)).toEqual(openDraft(theirs));
  const conflict = receiveVersion(mine, theirs);
  expect(type(conflict, "a: 2\n")).toEqual(openDraft(theirs));
  expect(type(conflict, "a: 1\n")).toEqual(openDraft(theirs));
});

test("a published version takes no change", () => {
  const open = openDraft(published());
  expect(type(open, "a: late undo\n")).toBe(open);
});

test("what was typed while saving stays unsaved", () => {
  const sent = type(openDraft(version()), "a: sent\n");
  const after = markSaved(type(sent, "a: typed since\n"), sent.layers, 2);
  expect(isDirty(after)).toBe(true);
  expect(after.base.revision).toBe(2);
  expect(isDirty(markSaved(sent, sent.layers, 2))).toBe(false);
});

test("kept work comes back: as unsaved text, or as a conflict with what went on without it", () => {
  const same = restoreDraft(openDraft(version()), version(), kept("a: mine\n"));
  expect(same).toMatchObject({ theirs: null, restored: kept("").savedAt });
  expect(textOf(same)).toBe("a: mine\n");
  for (const theirs of [version({ revision: 2 }), published()]) {
    const after = restoreDraft(openDraft(theirs), theirs, kept("a: mine\n"));
    expect(textOf(after)).toBe("a: mine\n");
    expect(isDirty(after)).toBe(true);
    expect(after).toMatchObject({ theirs, base: { state: "draft", revision: 1 } });
  }
});

test("kept work that the server has by now is forgotten", () => {
  const open = openDraft(published());
  expect(restoreDraft(open, published(), kept("a: 1\n"))).toBe(open);
});

test("giving up takes theirs where there is one, else what was saved last", () => {
  const mine = type(openDraft(version()), "a: mine\n");
  expect(discardDraft(mine)).toEqual(openDraft(version()));
  expect(discardDraft(receiveVersion(mine, published()))).toEqual(openDraft(published()));
});
