import { expect, test } from "vitest";
import type { LayerStatus } from "@/server/domain/agent/layer-status";
import { layerLines, layerLook, layersSummary } from "./layer-lines";

const status = (layerId: string, state: LayerStatus["state"]): LayerStatus => ({
  layerId,
  name: layerId,
  state,
  reason: "Reason",
  message: "",
  startedAt: null,
  finishedAt: null,
  attempt: 1,
  version: "1.0.0",
  digest: "sha256:0",
  releases: [],
});
const layer = (id: string) => ({
  id,
  name: id,
  kind: "addon" as const,
  packName: "web",
  version: "1.0.0",
});

test("layers keep the profile's order; what is left of an earlier version comes last", () => {
  const lines = layerLines(
    [layer("a"), layer("b")],
    [status("old", "Removing"), status("b", "Ready")],
  );
  expect(lines.map((l) => [l.id, l.status?.state ?? null])).toEqual([
    ["a", null],
    ["b", "Ready"],
    ["old", "Removing"],
  ]);
  expect(layersSummary(lines)).toBe("1 of 3 ready");
});

test("a layer nobody reported on is unknown, never green", () => {
  expect(layerLines([layer("a")], []).map(layerLook)).toEqual([
    { tone: "unknown", label: "Not reported" },
  ]);
});
