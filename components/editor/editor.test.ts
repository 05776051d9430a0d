import { expect, test } from "vitest";
import { parseRule } from "@/server/domain/pack/rules";
import { linesOf, placeAt } from "./path-at";
import { applyInTurn, editedSpans, editsBetween } from "./text-edit";
import { explain, helpOfPack, suggest } from "./yaml-help";

const rule = (path: string, template: string) => {
  const parsed = parseRule(path, template);
  return parsed ? [parsed] : [];
};
const values = `# spectrocloud.com/enabled-presets:
pack:
  namespace: web
charts:
  web:
    replicas: 2
    tls: false
    mode: fast
    ports:
      - name: http
        port: 80
`;
const help = helpOfPack({
  values,
  rules: [
    rule(
      "charts.web.replicas",
      '{{ required | format "${number:[1-9]}" | hints "How many copies run" }}',
    ),
    rule("charts.web.mode", '{{ format "${list:[fast,safe]}" }}'),
    rule("charts.web.host", '{{ format "${string}" }}'),
  ].flat(),
});

test.each([
  ["same", "same", 0],
  ["a: 1\nb: 2\n", "a: 1\nb: 3\n", 1],
  ["# one\na\nb\nc\n", "# two\na\nb\nd\n", 2],
  ["a\nb\nc", "a\nc", 1],
  ["", "x", 1],
  ["a\r\nb\r\n", "a\r\nnew\r\nb\r\n", 1],
])("editsBetween %#: only what differs is replaced", (before, after, count) => {
  const edits = editsBetween(before, after);
  expect(edits).toHaveLength(count);
  expect(applyInTurn(before, edits)).toBe(after);
});

test("a very long text is still turned into the other", () => {
  const before = Array.from({ length: 1500 }, (_, i) => `old ${i}\n`).join("");
  const after = Array.from({ length: 1500 }, (_, i) => `new ${i}\n`).join("");
  expect(applyInTurn(before, editsBetween(before, after))).toBe(after);
});

test("the place of the cursor is read from the indentation, also in a text that does not parse", () => {
  expect(placeAt(linesOf(values), 6, 8)).toMatchObject({
    parents: ["charts", "web"],
    key: "replicas",
    inValue: false,
    value: "2",
  });
  expect(placeAt(linesOf(values), 6, 16).inValue).toBe(true);
  expect(placeAt(linesOf(values), 11, 12)).toMatchObject({
    parents: ["charts", "web", "ports"],
    key: "port",
  });
  expect(placeAt(linesOf("a:\n  b: [1\n  "), 3, 3)).toMatchObject({ parents: ["a"], key: null });
  expect(placeAt(linesOf('"x y": 1 # note'), 1, 9)).toMatchObject({ key: "x y", value: "1" });
});

test("a key is explained with its rule, hint and default", () => {
  const lines = explain(help, linesOf(values), 6, 8)?.join("\n") ?? "";
  expect(lines).toContain("charts.web.replicas");
  expect(lines).toContain("required");
  expect(lines).toContain("How many copies run");
  expect(lines).toContain("Pack default: `2`");
  expect(explain(help, linesOf("other: 1"), 1, 2)).toBeNull();
});

test("a listed value, a switch and a missing key are proposed", () => {
  const labels = (text: string, line: number, column: number) =>
    suggest(help, linesOf(text), line, column).map((one) => one.label);
  expect(labels(values, 8, 12)).toEqual(["fast", "safe"]);
  expect(labels(values, 7, 11)).toEqual(["false", "true"]);
  expect(labels("charts:\n  web:\n    replicas: 1\n    ", 4, 5)).toEqual([
    "tls",
    "mode",
    "ports",
    "host",
  ]);
  expect(
    labels("charts:\n  web:\n    \n    tls: true\n    ports:\n      - mode: x\n", 3, 5),
  ).toEqual(["replicas", "mode", "host"]);
  expect(labels("", 1, 1)).toEqual(["pack", "charts"]);
  expect(labels("pack:\n  ", 2, 3)).toContain("spectrocloud.com/install-priority");
});

test("texts made at random are turned into each other, line ends of every kind included", () => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const pieces = ["a: 1", "b:", "  c: x", "\n", "\n", "\r\n", "# note", ""];
  const text = () =>
    Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join("");
  for (let round = 0; round < 3000; round++) {
    const [before, after] = [text(), text()];
    expect(applyInTurn(before, editsBetween(before, after))).toBe(after);
  }
});

test("two changed lines far apart in a long text are two small edits, found at once", () => {
  const lines = Array.from({ length: 6000 }, (_, i) => `key${i}: ${i}\n`);
  const before = lines.join("");
  const after = lines.with(0, "# on\n").with(5000, "key5000: changed\n").join("");
  const edits = editsBetween(before, after);
  expect(edits.map((edit) => edit.text)).toEqual(["key5000: changed\n", "# on\n"]);
  expect(editedSpans(edits).map(({ from, to }) => after.slice(from, to))).toEqual([
    "key5000: changed\n",
    "# on\n",
  ]);
});
