import { describe, expect, test } from "vitest";
import { maxYamlBytes, parseYaml, parseYamlStream } from "./parse";

describe("reading like Helm", () => {
  test.each([
    ["a: yes\nb: On\nc: no", { a: true, b: true, c: false }],
    ["a: y\nb: n\n'y': 3", { a: true, b: false, y: 3 }],
    ["t: 12:30\nd: 2026-01-02", { t: "12:30", d: "2026-01-02" }],
    ["mode: 0644", { mode: 420 }],
    [
      "base: &b {x: 1, z: 2}\nown:\n  <<: *b\n  z: 3",
      { base: { x: 1, z: 2 }, own: { x: 1, z: 3 } },
    ],
    ["", null],
    ["# only a comment\n", null],
    ["a: {{ .lamina.var.x }}", { a: "{{ .lamina.var.x }}" }],
    ["a: {{.spectro.var.x | upper}} # c", { a: "{{.spectro.var.x | upper}}" }],
    ["__proto__: {polluted: true}", JSON.parse('{"__proto__":{"polluted":true}}')],
  ])("%j", (text, data) => {
    const parsed = parseYaml(text);
    expect(parsed.problems).toEqual([]);
    expect(parsed.data).toEqual(data);
  });

  test("a foreign template without quotes is left as YAML sees it", () => {
    expect(parseYaml("a: {{ .Values.x }}").data).not.toEqual({ a: "{{ .Values.x }}" });
  });
});

describe("bad texts are refused with a place", () => {
  test("a duplicate key names both lines", () => {
    const [problem] = parseYaml("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n").problems;
    expect(problem).toMatchObject({ line: 5, column: 3, endColumn: 4, severity: "error" });
    expect(problem?.message).toContain('"c" stands twice');
    expect(problem?.message).toContain("line 3");
  });

  test("a broken line is named", () => {
    const parsed = parseYaml("a: 1\nb: [1, 2\nc: 3\n");
    expect(parsed.ok).toBe(false);
    expect(parsed.problems[0]?.line).toBeGreaterThanOrEqual(2);
  });

  test("40 MB of values are refused with both numbers", () => {
    const [problem] = parseYaml(`a: ${"x".repeat(5 * maxYamlBytes)}`).problems;
    expect(problem?.message).toContain("40.0 MiB; the limit is 8.0 MiB");
  });

  test("an alias bomb is refused quickly", () => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? "a0: &a0 [x,x,x,x,x,x,x,x,x]"
        : `a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(",")}]`,
    );
    const [problem] = parseYaml(rows.join("\n")).problems;
    expect(problem?.message).toContain("aliases expand");
  });

  test("an alias without its anchor is named", () => {
    expect(parseYaml("a: *nowhere").ok).toBe(false);
  });

  test("deep nesting does not exhaust the stack", () => {
    const parsed = parseYaml("[".repeat(20_000));
    expect(parsed.ok).toBe(false);
  });

  test("twenty thousand keys are read in linear time", () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join("\n");
    const started = performance.now();
    expect(parseYaml(text).ok).toBe(true);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("a second document is refused where one is expected, at its line", () => {
    const [problem] = parseYaml("a: 1\n---\nb: 2\n").problems;
    expect(problem?.message).toContain("Only one YAML document");
    expect(problem?.line).toBe(3);
  });

  test("a macro that breaks the line gets the advice to quote it", () => {
    const parsed = parseYaml("a: {{ .lamina.var.x }}-suffix\n");
    expect(parsed.problems[0]?.message).toContain("Put quotes around");
  });
});

test("a stream gives every document", () => {
  expect(parseYamlStream("a: 1\n---\nb: 2\n").map((d) => d.data)).toEqual([{ a: 1 }, { b: 2 }]);
});

test("a place is found for a key, its value and the nearest parent of a missing key", () => {
  const parsed = parseYaml(
    "charts:\n  web:\n    replicas: 12\n    ports:\n      - 80\n      - 81\n",
  );
  expect(parsed.rangeOf(["charts", "web", "replicas"])).toEqual({
    line: 3,
    column: 15,
    endLine: 3,
    endColumn: 17,
  });
  expect(parsed.rangeOf(["charts", "web", "missing", "x"])).toMatchObject({ line: 2, column: 3 });
  expect(parsed.rangeOf(["charts", "web", "ports", 1])).toMatchObject({ line: 6, column: 9 });
});

test("a transform sees each text scalar once and keeps keys", () => {
  const seen: [string, boolean][] = [];
  const parsed = parseYaml("a: plain\n'b': \"quoted\"\nc: 5\n", {
    transform: (text, plain) => {
      seen.push([text, plain]);
      return text === "plain" ? { made: 1 } : text;
    },
  });
  expect(seen).toEqual([
    ["plain", true],
    ["quoted", false],
  ]);
  expect(parsed.data).toEqual({ a: { made: 1 }, b: "quoted", c: 5 });
});
