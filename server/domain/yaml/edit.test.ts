import { describe, expect, test } from "vitest";
import { deleteIn, mergeIn, setIn } from "./edit";
import { equalData, getIn, isMap, withIn, withoutIn } from "./data";
import { parseYaml } from "./parse";
import type { YamlPath, YamlValue } from "./types";

describe("setIn changes the named text only", () => {
  test.each<[string, YamlPath, YamlValue, string]>([
    ["a: 1 # keep\nb: 2\n", ["a"], 5, "a: 5 # keep\nb: 2\n"],
    ['a: "x"  # keep\n', ["a"], "y", 'a: "y"  # keep\n'],
    ["a: 'x'\n", ["a"], "it's", "a: 'it''s'\n"],
    ["a: x\n", ["a"], "yes", 'a: "yes"\n'],
    ["a:\n  b: 1\n\n# end\nc: 2\n", ["a", "d"], true, "a:\n  b: 1\n  d: true\n\n# end\nc: 2\n"],
    ["a: {b: 1}\n", ["a", "c"], "x", "a: {b: 1, c: x}\n"],
    ["a: {}\n", ["a", "c"], 1, "a:\n  c: 1\n"],
    ["a: # why\nb: 1\n", ["a", "c"], 1, "a: # why\n  c: 1\nb: 1\n"],
    ["a:\n  # replicas: 2\nb: 1\n", ["a", "c"], 1, "a:\n  c: 1\n  # replicas: 2\nb: 1\n"],
    ["", ["a", "b"], 1, "a:\n  b: 1\n"],
    ["# only words\n", ["a"], 1, "# only words\na: 1\n"],
    ["a: 1", ["b"], 2, "a: 1\nb: 2\n"],
    ["a: 1\r\nb: 2\r\n", ["c", "d"], "x", "a: 1\r\nb: 2\r\nc:\r\n  d: x\r\n"],
    ["a:\n- 1\n- 2\nb: 3\n", ["a"], [7], "a:\n  - 7\nb: 3\n"],
    ["a: |\n  text\n\nb: 1\n", ["a"], "short", "a: short\n\nb: 1\n"],
    ["a: |\n  text\n", ["b"], 1, "a: |\n  text\nb: 1\n"],
    ["a:\n    b: 1\n", ["c", "d"], 1, "a:\n    b: 1\nc:\n    d: 1\n"],
    [
      'pack:\n  spectrocloud.com/install-priority: "1"\n',
      ["pack", "spectrocloud.com/install-priority"],
      "-5",
      'pack:\n  spectrocloud.com/install-priority: "-5"\n',
    ],
  ])("%j at %j to %j", (text, path, value, expected) => {
    expect(setIn(text, path, value)).toBe(expected);
  });

  test("the same value leaves the text untouched, however it is spelt", () => {
    const text = "a: 0x10\nb: yes\n";
    expect(setIn(setIn(text, ["a"], 16), ["b"], true)).toBe(text);
  });
});

describe("deleteIn takes out the named text only", () => {
  test.each<[string, YamlPath, string]>([
    ["a: 1\n# about b\nb: 2 # x\nc: 3\n", ["b"], "a: 1\n# about b\nc: 3\n"],
    [
      "a:\n  b: 1\n  c:\n    d: |\n      x\n    # tail of c\n  # tail of a\ne: 1\n",
      ["a", "c"],
      "a:\n  b: 1\n  # tail of a\ne: 1\n",
    ],
    ["a: {b: 1, c: 2, d: 3}\n", ["a", "c"], "a: {b: 1, d: 3}\n"],
    ["a: {b: 1, c: 2}\n", ["a", "c"], "a: {b: 1}\n"],
    ["a: {b: 1}\n", ["a", "b"], "a: {}\n"],
    ["a:\n  b: 1\nc: 2\n", ["a", "b"], "a: {}\nc: 2\n"],
    ["a: 1\n", ["a"], ""],
    ["a: 1\n", ["x", "y"], "a: 1\n"],
    ["a: 1\r\nb: 2\r\n", ["a"], "b: 2\r\n"],
  ])("%j without %j", (text, path, expected) => {
    expect(deleteIn(text, path)).toBe(expected);
  });
});

test("mergeIn adds, replaces and keeps what it does not name", () => {
  const text = "charts:\n  web:\n    # how many\n    replicas: 1\n    hosts: [a, b]\n    old: x\n";
  const merged = mergeIn(
    text,
    "charts:\n  web:\n    hosts:\n      - c\n    ingress:\n      enabled: true\n",
  );
  expect(merged).toBe(
    "charts:\n  web:\n    # how many\n    replicas: 1\n    hosts:\n      - c\n    old: x\n    ingress:\n      enabled: true\n",
  );
  expect(mergeIn(text, "")).toBe(text);
});

test("a text that does not parse is refused with the line", () => {
  expect(() => setIn("a: [", ["b"], 1)).toThrow(/until its error is fixed: line/);
});

test("a value behind an anchor is changed without changing its other uses", () => {
  const text = "base: &b\n  x: 1\nother: *b\n";
  expect(parseYaml(setIn(text, ["base", "x"], 2)).data).toEqual({
    base: { x: 2 },
    other: { x: 1 },
  });
  expect(parseYaml(setIn(text, ["other", "x"], 2)).data).toEqual({
    base: { x: 1 },
    other: { x: 2 },
  });
  const merged = "b: &b {x: 1, w: 2}\nc:\n  <<: *b\n  z: 3\n";
  expect(parseYaml(deleteIn(merged, ["c", "x"])).data).toEqual({
    b: { x: 1, w: 2 },
    c: { w: 2, z: 3 },
  });
});

describe("behind anchors, aliases and merge keys every comment stays, and other uses stay as they are", () => {
  const around = "charts:\n  # above\n  web: # web\n    a: 1 # one\n";
  test.each<[string, string, YamlPath, YamlValue | undefined]>([
    [
      "what an anchor names",
      `base: &b # base\n  # x\n  x: 1 # first\n${around}other: *b # other\n`,
      ["base", "x"],
      2,
    ],
    [
      "deeper",
      `base: &b # base\n  # yy\n  yy:\n    # x\n    x: 1\nl:\n  - *b # item\n${around}`,
      ["base", "yy", "x"],
      2,
    ],
    [
      "through an alias",
      `base: &b # base\n  # x\n  x: 1 # first\n${around}other: *b # other\n`,
      ["other", "x"],
      2,
    ],
    [
      "an alias gone, a key less",
      `base: &b # base\n  x: 1 # first\n  yy: 2\nother: *b\n${around}`,
      ["other", "x"],
      undefined,
    ],
    [
      "used twice",
      `base: &b # base\n  x: 1\none: *b # one\ntwo: *b # two\n${around}`,
      ["base", "x"],
      2,
    ],
    [
      "used between braces",
      `base: &b # base\n  x: 1\none: { k: *b } # one\ntwo: [*b]\n${around}`,
      ["base", "z"],
      2,
    ],
    [
      "used by a merge key",
      `base: &b # base\n  x: 1 # first\none:\n  <<: *b # merged\n  own: 2\n${around}`,
      ["base", "x"],
      2,
    ],
    [
      "brought by a merge key",
      `base: &b # base\n  x:\n    yy: 1 # first\none:\n  <<: *b # merged\n  own: 2\n${around}`,
      ["one", "x", "yy"],
      2,
    ],
    [
      "brought by a merge key, gone",
      `base: &b # base\n  # x\n  x: 1 # first\n  yy: 3\none:\n  <<: *b # merged\n  own: 2\n${around}`,
      ["one", "x"],
      undefined,
    ],
    [
      "anchors in anchors",
      `base: &b # base\n  in: &i # in\n    x: 1 # first\none: *b # one\ntwo: *i # two\n${around}`,
      ["base", "in", "x"],
      2,
    ],
    [
      "a list",
      `base: &b # base\n  - 1 # first\n  # second\n  - 2\none: *b # one\n${around}`,
      ["base"],
      [3],
    ],
  ])("%s", (_what, text, path, value) => {
    for (const breaks of [text, text.replaceAll("\n", "\r\n")]) {
      const data = parseYaml(breaks).data;
      const after = value === undefined ? deleteIn(breaks, path) : setIn(breaks, path, value);
      const wanted = value === undefined ? withoutIn(data, path) : withIn(data, path, value);
      expect(equalData(parseYaml(after).data, wanted), after).toBe(true);
      const kept = (breaks.match(/#[^\r\n]*/g) ?? []).filter((comment) => after.includes(comment));
      const lost = value === undefined || Array.isArray(value) ? ["# first", "# second"] : [];
      expect([...kept, ...lost]).toEqual(expect.arrayContaining(breaks.match(/#[^\r\n]*/g) ?? []));
      expect(after, "untouched lines").toContain(
        around.replaceAll("\n", breaks.includes("\r") ? "\r\n" : "\n"),
      );
    }
  });
});

const corpus = [
  "",
  "# nothing\n\n# here\n",
  "---\na: 1\n",
  "a: 1\nb:\n  c: two # note\n\n  # about d\n  d:\n    - x\n    - w: 1\n      z: 2\n# end\ne: |-\n  text\n   more\nf: >+\n  folded\n\ng: last\n",
  "top: {a: 1, b: [1, 2, {c: d}], e: {f: g}}\nnext: 'q'\n",
  "top: {\n  a: 1, # one\n  b: 2,\n}\nz:\n",
  "a: &x\n  k: v\nb: *x\nc:\n  <<: *x\n  own: 1\n",
  "a:\r\n  b: 1 # c\r\n  d: |\r\n    t\r\n    u\r\ne: 2\r\n",
  "a:\n- 1\n- k: v\nb: ~\nc: null\nd:\n  # gone: 1\n",
  "'quoted key': \"double\"\nother.key/with: 5\n? explicit\n: value\nüñí: ☃\n",
  "deep:\n   three:\n      six: 1\n   more:\n      x: y\nno-newline: true",
  'm: "{{ .spectro.system.cluster.name }}"\nl: {{ .lamina.var.x }}\nlist: []\nmap: {}\n',
];

/** Every path of the data, so that each place of each text is tried. */
function pathsOf(data: YamlValue, path: string[] = []): string[][] {
  if (!isMap(data)) return path.length > 0 ? [path] : [];
  const below = Object.entries(data).flatMap(([key, value]) => pathsOf(value, [...path, key]));
  return path.length > 0 ? [path, ...below] : below;
}

const values: YamlValue[] = [
  7,
  true,
  null,
  "plain",
  "yes",
  "# no comment",
  "a: b",
  "two\nlines\n",
  "",
  [],
  {},
  [1, { a: "b" }],
  { k: { l: "m" } },
];

describe.each(corpus.map((text, i) => [i, text] as const))("text %i", (_i, text) => {
  const data = parseYaml(text).data;
  const paths = [
    ...pathsOf(data),
    ["new"],
    ["new", "deep", "er"],
    ["a", "new"],
    ["top", "new", "x"],
  ];

  test("any value set at any place reads back, all else reads the same", () => {
    for (const path of paths) {
      for (const value of values) {
        const after = parseYaml(setIn(text, path, value));
        expect(after.problems, `${path.join(".")} = ${JSON.stringify(value)}`).toEqual([]);
        expect(
          equalData(after.data, withIn(data, path, value)),
          `${path.join(".")} = ${JSON.stringify(value)}`,
        ).toBe(true);
      }
    }
  });

  test("anything deleted is gone, all else reads the same and setting it back restores the data", () => {
    for (const path of pathsOf(data)) {
      const without = deleteIn(text, path);
      expect(
        equalData(parseYaml(without).data ?? {}, withoutIn(data, path) ?? {}),
        path.join("."),
      ).toBe(true);
      const back = setIn(without, path, getIn(data, path) ?? null);
      expect(equalData(parseYaml(back).data, data), path.join(".")).toBe(true);
    }
  });

  test("comments outside the changed place survive", () => {
    if (text.includes("&x")) return;
    const comments = text.match(/#[^\r\n]*/g) ?? [];
    const after = setIn(text, ["brand-new"], "x");
    for (const comment of comments) expect(after).toContain(comment);
    expect(after.startsWith(text.trimEnd())).toBe(true);
  });
});
