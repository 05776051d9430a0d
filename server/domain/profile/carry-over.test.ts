import { beforeAll, describe, expect, test } from "vitest";
import { beaconFiles, beaconValues, packOf } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { toJson } from "@/server/domain/json/exact";
import { parseYaml } from "@/server/domain/yaml/parse";
import { carryOver, type CarryPack } from "./carry-over";
import { togglePreset } from "./presets";

let old: Pack;
let next: Pack;
const nextValues = beaconValues
  .replace("# one is enough\n    replicas: 1", "# two since this version\n    replicas: 2")
  .replace("keepDays: 7\n", "keepDays: 7\n    probe: true\n");

beforeAll(async () => {
  old = await packOf(beaconFiles());
  next = await packOf(beaconFiles({ version: "3.2.0" }, { "values.yaml": nextValues }));
});

test("untouched values become the new pack's own, byte for byte", () => {
  expect(carryOver(old, next, { values: old.values })).toMatchObject({
    values: nextValues,
    carried: [],
    conflicts: [],
  });
});

test("what the user changed, added and removed comes along; the rest is new", () => {
  const mine = old.values
    .replace("type: ClusterIP", "type: NodePort")
    .replace('    cluster: "{{ .spectro.system.cluster.name }}"\n', "")
    .concat("    extra: [1, 2]\n");
  const result = carryOver(old, next, { values: mine });
  expect(result.values).toContain("type: NodePort");
  expect(result.values).toContain("probe: true");
  expect(result.values).toContain("# two since this version\n    replicas: 2");
  expect(result.values).not.toContain("cluster:");
  expect(result.carried).toEqual([
    "charts.beacon.cluster",
    "charts.beacon.service.type",
    "charts.beacon.extra",
  ]);
  expect(result.conflicts).toEqual([]);
});

test("a key that both changed keeps the user's value and is named", () => {
  const result = carryOver(old, next, {
    values: old.values.replace("replicas: 1", "replicas: 5"),
  });
  expect(result.values).toContain("replicas: 5");
  expect(result.conflicts).toEqual(["charts.beacon.replicas"]);
});

test("the chosen presets come along and count as no change of the user", () => {
  const mine = togglePreset(old, { values: old.values }, "quarter", true);
  const result = carryOver(old, next, mine);
  expect(result.values).toBe(togglePreset(next, { values: nextValues }, "quarter", true).values);
  expect(result.carried).toEqual([]);
});

test("values that do not parse are kept", () => {
  expect(carryOver(old, next, { values: "a: [" }).values).toBe("a: [");
});

describe("what the person wrote travels along", () => {
  const versions = (before: string, after: string) =>
    [
      { values: before, presets: [] },
      { values: after, presets: [] },
    ] satisfies [CarryPack, CarryPack];
  const pack = "a: 1\nb: 4 # four\n\n# about c\nc:\n  d: 1\n  e: 2\nlist:\n  - 1\n";

  test.each<[what: string, before: string, after: string, mine: string, expected: string]>([
    [
      "a comment behind a value",
      pack,
      pack.replace("a: 1", "a: 2"),
      pack.replace("b: 4 # four", "b: 5 # why"),
      pack.replace("a: 1", "a: 2").replace("b: 4 # four", "b: 5 # why"),
    ],
    [
      "a comment behind a default that changed",
      pack,
      pack.replace("b: 4", "b: 6"),
      pack.replace("# four", "# mine"),
      pack.replace("b: 4 # four", "b: 6 # mine"),
    ],
    [
      "a comment above a key",
      pack,
      pack.replace("d: 1", "d: 3"),
      pack.replace("  e: 2", "  # mine\n  e: 2"),
      pack.replace("d: 1", "d: 3").replace("  e: 2", "  # mine\n  e: 2"),
    ],
    [
      "a comment beside the pack's new one",
      pack,
      pack.replace("# about c", "# about c, anew"),
      pack.replace("# about c", "# about c\n# mine"),
      pack.replace("# about c", "# about c, anew\n# mine"),
    ],
    [
      "a comment at the top and at the end",
      pack,
      `${pack}f: 1\n`,
      `# top\n${pack}# end\n`,
      `# top\n${pack}f: 1\n# end\n`,
    ],
    [
      "quotes and another base",
      pack,
      pack.replace("a: 1", "a: 2"),
      pack.replace("d: 1", 'd: "1"').replace("e: 2", "e: 0x2"),
      pack.replace("a: 1", "a: 2").replace("d: 1", 'd: "1"').replace("e: 2", "e: 0x2"),
    ],
    [
      "a list with comments",
      pack,
      pack.replace("a: 1", "a: 2"),
      pack.replace("  - 1\n", "  # first\n  - 1 # one\n  - 2\n"),
      pack.replace("a: 1", "a: 2").replace("  - 1\n", "  # first\n  - 1 # one\n  - 2\n"),
    ],
    [
      "a block that replaces nothing",
      "r: {}\nz: 1\n",
      "r: {} # none\nz: 2\n",
      "r:\n  # mine\n  cpu: 1 # one\nz: 1\n",
      "r:\n  # mine\n  cpu: 1 # one\nz: 2\n",
    ],
    [
      "a new key in its place",
      pack,
      pack.replace("a: 1", "a: 2"),
      pack.replace("  e: 2", "  own: # mine\n    x: |\n      # text\n  e: 2"),
      pack
        .replace("a: 1", "a: 2")
        .replace("  e: 2", "  own: # mine\n    x: |\n      # text\n  e: 2"),
    ],
    [
      "a key taken out",
      pack,
      pack.replace("a: 1", "a: 2"),
      pack.replace("  e: 2\n", ""),
      pack.replace("a: 1", "a: 2").replace("  e: 2\n", ""),
    ],
    [
      "steps of another width",
      pack,
      "a: 2\nb: 4 # four\nc:\n    d: 1\n    e: 2\n",
      pack.replace("  e: 2", "  # mine\n  e: 5 # five\n  f: 6"),
      "a: 2\nb: 4 # four\nc:\n    d: 1\n    # mine\n    e: 5 # five\n    f: 6\n",
    ],
    [
      "anchors and aliases",
      pack,
      pack.replace("a: 1", "a: 2"),
      pack.replace("  d: 1", "  d: &one 1 # anchor").replace("  e: 2", "  e: *one # alias"),
      pack
        .replace("a: 1", "a: 2")
        .replace("  d: 1", "  d: &one 1 # anchor")
        .replace("  e: 2", "  e: *one # alias"),
    ],
    [
      "merge keys",
      pack,
      pack.replace("a: 1", "a: 2"),
      `base: &b # base\n  z: 1\n${pack}own:\n  <<: *b # merged\n`,
      `base: &b # base\n  z: 1\n${pack}own:\n  <<: *b # merged\n`.replace("a: 1", "a: 2"),
    ],
    [
      "braces",
      "a: { b: 1, c: 2 }\nd: 1\n",
      "a: { b: 1, c: 3 }\nd: 2\n",
      "a: { b: 5, c: 2 } # mine\nd: 1\n",
      "a: { b: 5, c: 3 } # mine\nd: 2\n",
    ],
  ])("%s", (_what, before, after, mine, expected) => {
    for (const eol of ["\n", "\r\n"]) {
      const [old, next, own, wanted] = [before, after, mine, expected].map((text) =>
        text.replaceAll("\n", eol),
      ) as [string, string, string, string];
      expect(carryOver(...versions(old, next), { values: own, presets: [] }).values).toBe(wanted);
    }
  });

  test("a value that both changed is the person's, and it is said", () => {
    const result = carryOver(...versions(pack, pack.replace("b: 4", "b: 6")), {
      values: pack.replace("b: 4 # four", "b: 5 # why"),
      presets: [],
    });
    expect(result.values).toContain("b: 5 # why");
    expect(result).toMatchObject({ carried: ["b"], conflicts: ["b"] });
  });

  test("a preset that is on can be turned off in the new version", () => {
    const on = togglePreset(old, { values: old.values }, "quarter", true);
    const mine = { ...on, values: on.values.replace("# one is enough", "# mine") };
    const moved = carryOver(old, next, mine);
    const off = togglePreset(next, moved, "week", true);
    expect(off.values).toContain("keepDays: 7");
    expect(off.values).toContain("probe: true");
    expect(off.values).toContain("# mine");
  });
});

describe("a comment that somebody wrote is never lost, wherever it stands", () => {
  const base =
    '# head\ncharts:\n  # the chart\n  web:\n    replicas: 1 # how many\n    image:\n      repo: a\n      tag: "1"\n    list:\n      - a\n      - b # bb\n    flat:\n    - q\n    - r: 1\n      s: 2\n    # resources\n    resources: {}\n    args: []\n    text: |\n      one\n      two\n    nested:\n      deep:\n        x: 1\n        z: 2\n  other:\n    k: v\n# end\n';
  const newer = base
    .replace('tag: "1"', 'tag: "2"')
    .replace("    args: []\n", "")
    .replace("    list:\n", "    added: here\n    list:\n")
    .replace("        z: 2\n", "        z: 2\n        last: 3\n")
    .replace("      one", "      ONE")
    .replace("# head", "# head 2")
    .replace("    - q\n", "    - q2\n");
  const packs = (values: string): CarryPack => ({ presets: [], values });
  const lines = base.split("\n");
  const indents = [2, 4, 6];

  test.each([
    ["in untouched values", (text: string) => text],
    ["beside a changed value", (text: string) => text.replace("z: 2", "z: 5")],
    ["beside an added key", (text: string) => text.replace("k: v", "k: v\n    own: 1")],
    ["in a text without a final line break", (text: string) => text.replace(/\n$/, "")],
  ])("%s", (_, edit) => {
    const texts = lines.flatMap((_line, at) =>
      indents.map((indent) =>
        edit(lines.toSpliced(at, 0, `${" ".repeat(indent)}# mine`).join("\n")),
      ),
    );
    const commented = texts.filter((text) => {
      const { ok, data } = parseYaml(text);
      return ok && !toJson(data).includes("mine");
    });
    expect(commented.length).toBeGreaterThan(60);
    for (const values of commented) {
      const result = carryOver(packs(base), packs(newer), { values });
      expect(result.values.split("# mine")).toHaveLength(2);
    }
  });

  test("a key that was commented out at the end of its block", () => {
    const values = base.replace('      tag: "1"', '      # tag: "1" not yet');
    const result = carryOver(packs(base), packs(newer), { values });
    expect(result.values).toContain('      repo: a\n      # tag: "1" not yet\n    added: here');
  });
});
