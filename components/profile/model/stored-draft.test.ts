import { expect, test } from "vitest";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import { parseStoredDraft } from "./stored-draft";

const layer = layerOfPack(
  {
    registry: "public",
    name: "web",
    version: "1.0.0",
    digest: `sha256:${"0".repeat(64)}`,
    layer: "addon",
    values: "a: [ # broken on purpose\r\n",
  },
  [],
  "lyr_1",
);

test("kept work comes back byte for byte, broken YAML too", () => {
  const draft = { revision: 3, savedAt: "2026-01-01T00:00:00Z", layers: [layer] };
  expect(parseStoredDraft(JSON.stringify(draft))).toEqual(draft);
});

test.each([null, "", "{", "[]", '{"revision":1}'])("unreadable work counts as none: %j", (text) => {
  expect(parseStoredDraft(text)).toBeNull();
});
