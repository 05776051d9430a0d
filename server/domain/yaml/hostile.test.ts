import { describe, expect, test } from "vitest";
import { parseYaml } from "./parse";
import { maxProblems } from "./problems";

/** A text of nearly one mebibyte. */
function fill(unit: string, head = "", tail = ""): string {
  const room = 1024 * 1024 - head.length - tail.length;
  return head + unit.repeat(Math.floor(room / unit.length)) + tail;
}

const refs = (count: number) => `[${"*a,".repeat(count)}]`;
const level = (depth: number, inner: string) => "[".repeat(depth) + inner + "]".repeat(depth);

/** Each of these once took minutes, for ever, or all memory; what bounds them is the work, not the clock. */
describe("one mebibyte of bad luck ends with a named problem", () => {
  test.each([
    ["wrong brackets", fill("a: ]\n"), "Unexpected"],
    ["wrong escapes", fill("\\q", 'a: "', '"'), "Invalid escape"],
    ["aliases", fill("*a,", "a: &a 1\nb: [", "]"), "more than 1000 aliases"],
    ["aliases of a long text", `a: &a ${fill("x").slice(5000)}\nb: ${refs(900)}`, "aliases expand"],
    ["aliases of empty lists", `a: &a [${"[],".repeat(30_000)}]\nb: ${refs(900)}`, "expand"],
    ["merges", `a: &a {${keys(6000)}}\n${merges(900)}`, "aliases expand"],
    ["macros without quotes", "a: {{ .lamina.var.x }}-y\n".repeat(500), "Put quotes around"],
    ["one key", "a: 1\n".repeat(500), "stands twice"],
    ["levels", level(300, "1"), "more than 200 levels"],
    ["levels by aliases", `a: &a ${level(150, "1")}\nb: ${level(150, "*a")}`, "200 levels"],
    ["a circle", "a: &a [*a]", "inside the part that it repeats"],
    ["an alias that leads nowhere", "a: *b", "no anchor &b before"],
  ])("%s", { timeout: 120_000 }, (_what, text, message) => {
    const parsed = parseYaml(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.problems.length).toBeLessThanOrEqual(maxProblems);
    expect(parsed.problems[0]?.message).toContain(message);
    expect(parsed.problems[0]?.severity).toBe("error");
  });
});

function keys(count: number): string {
  return Array.from({ length: count }, (_, i) => `k${i}: 1`).join(",");
}

function merges(count: number): string {
  return Array.from({ length: count }, (_, i) => `b${i}:\n  <<: *a\n`).join("");
}

test("nine hundred aliases among half a million values are read", { timeout: 120_000 }, () => {
  const text = `z: &z 1\na: &a [${"*z,".repeat(900)}]\nb: *a\nc: [${"1,".repeat(400_000)}]`;
  const parsed = parseYaml(text);
  expect(parsed.problems).toEqual([]);
  expect(parsed.data).toMatchObject({ b: Array(900).fill(1) });
});

test.each([
  ['a: "x\\0y"', "cannot be stored"],
  ['a: "\\uD800"', "cannot be stored"],
  ['"\\0": 1', "cannot be stored"],
  ["a: .inf", "JSON"],
  ["a: -.inf", "JSON"],
  ["a: .nan", "JSON"],
])("what JSON and the database cannot hold is refused at its place: %s", (text, message) => {
  const [problem] = parseYaml(text).problems;
  expect(problem).toMatchObject({ line: 1, severity: "error" });
  expect(problem?.message).toContain(message);
});

test("an anchor's name may be used again, and aliases mean the last one before them", () => {
  const text = "a: &x 1\nb: *x\nc: &x [&x 2, *x]\nd: *x\n";
  expect(parseYaml(text).data).toEqual({ a: 1, b: 1, c: [2, 2], d: 2 });
});
