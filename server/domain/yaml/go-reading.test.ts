import { describe, expect, test } from "vitest";
import { toJson } from "@/server/domain/json/exact";
import { roundedByHelm, roundedByKubernetes } from "./numbers";
import { parseYaml, parseYamlStream } from "./parse";
import { renderBlock, renderInline } from "./render";

describe("a key that Kubernetes would not read as written is refused at its line", () => {
  test.each([
    ["a: 1\nx: {{ .Values.x }}\n", "Put quotes around {{ .Values.x }}"],
    ["a: 1\n? [a, b]\n: c\n", "a list or a mapping cannot be one"],
    ["a: 1\nnull: x\n", "reads the key null as no text; put quotes"],
    ["a: 1\n~: x\n", "put quotes around it"],
    ["a: 1\n: x\n", "A key is missing before the colon"],
    ["a: 1\non: x\n", 'reads the key on as "true"'],
    ["a: 1\ny: x\n", 'reads the key y as "true"'],
    ["a: 1\n0123: x\n", 'reads the key 0123 as "83"'],
    ["a: 1\n1.10: x\n", 'reads the key 1.10 as "1.1"'],
    ["a: 1\n1_000: x\n", 'reads the key 1_000 as "1000"'],
    ["a: 1\n<<: 1\n", "takes a mapping"],
    ["a: 1\n<<: {a: 2}\n", 'replace the key "a" above'],
    ["a: 1\nb: !!int x\n", "not what its tag !!int says"],
    ["a: x\ny: !!binary gIA=\n", "must be base64 of a text"],
    ["a: 1\nb: x\u2028y\n", "U+2028"],
    ["a: 1\nb: x\u0085y\n", "U+0085"],
    ["a: 1\nb: x\u0007y\n", "U+0007"],
  ])("%j", (text, message) => {
    const [problem] = parseYaml(text).problems;
    expect(problem).toMatchObject({ line: 2, severity: "error" });
    expect(problem?.message).toContain(message);
  });

  test("numbers and booleans in their plain spelling are keys", () => {
    const text = "80: a\n-1: b\n1.5: c\ntrue: d\n9223372036854775807: e\n2026-01-02: f\n12:30: g\n";
    expect(parseYaml(text).data).toEqual({
      "80": "a",
      "-1": "b",
      "1.5": "c",
      true: "d",
      "9223372036854775807": "e",
      "2026-01-02": "f",
      "12:30": "g",
    });
  });

  test("one key written as a number and as text stands twice", () => {
    expect(parseYaml('1: a\n"1": b\n').problems[0]?.message).toContain("stands twice");
  });

  test("another version of YAML is refused at its line", () => {
    const [problem] = parseYaml("# x\n%YAML 1.2\n---\na: no\n").problems;
    expect(problem).toMatchObject({ line: 2 });
    expect(problem?.message).toContain("YAML 1.1");
  });
});

test("several merge keys are read as Go reads them: what comes later wins", () => {
  const text = "x: &x {a: 1, b: 1}\nz: &z {b: 2, c: 2}\nboth:\n  <<: *x\n  <<: *z\n  c: 3\n";
  expect(parseYaml(text).data).toMatchObject({ both: { a: 1, b: 2, c: 3 } });
  expect(parseYaml("x: &x {a: 1}\nl: {<<: [*x, {a: 2, b: 2}]}").data).toMatchObject({
    l: { a: 1, b: 2 },
  });
});

test("what a machine rendered is read as Go reads it, the last of two keys counts", () => {
  const [document] = parseYamlStream("labels:\n  app: a\n  app: b\n", { lenient: true });
  expect(document).toMatchObject({ ok: true, data: { labels: { app: "b" } } });
});

describe("what Go refuses, and what would be lost without a word, is refused at its line", () => {
  test.each([
    ["%b: 2\n", 1],
    ["a: 1\n...\n%b: 2\n", 3],
    ["a: 1\n%b: 2\n", 2],
    ['{\n // why\n "a": 1}\n', 2],
    ["a: {b\n  c: 1}\n", 1],
    ['{"a\n b": 1}\n', 1],
    ["a: 1\n---\n\ufeffb: 2\n", 3],
  ])("%j", (text, line) => {
    const problems = parseYamlStream(text).flatMap((document) => document.problems);
    expect(problems).toMatchObject([{ line, severity: "error" }]);
  });

  test("a byte order mark at the start of a text is none of it", () => {
    expect(parseYaml("\ufeffa: 1\n")).toMatchObject({ ok: true, data: { a: 1 } });
  });
});

describe("integers keep every digit", () => {
  test.each([
    "12345678901234567",
    "9223372036854775807",
    "-9223372036854775808",
    "12345678901234567890",
  ])("%s", (digits) => {
    const { data } = parseYaml(`a: ${digits}\n`);
    expect(toJson(data)).toBe(`{"a":${digits}}`);
    expect(renderBlock(data)).toBe(`a: ${digits}`);
    expect(renderInline(data)).toBe(`{ a: ${digits} }`);
  });

  test("who would round one says so at its key, with the way out", () => {
    const values = parseYaml("a: {b: [1, 12345678901234567890]}\n").data;
    expect(roundedByHelm(values)).toEqual([
      {
        path: ["a", "b", 1],
        message:
          "Helm would round 12345678901234567890 to 12345678901234567000; put quotes around it to keep its digits.",
      },
    ]);
    expect(roundedByKubernetes(values)).toMatchObject([{ path: ["a", "b", 1] }]);
    expect(roundedByKubernetes(parseYaml("a: 9223372036854775807").data)).toEqual([]);
  });
});

describe("a syntax error is told once, in our words", () => {
  const english = /collection|flow|implicit|scalar|indicator|props|token|mended/i;

  test.each([
    ["a: 1\nb:\n  c: 1\n d: 2\n  e: 3\n", 4],
    ["a: [1, 2\nb: 3\nc: 4\n", 1],
    ["a: {b: 1\n", 1],
    ["a:\n\tb: 1\n", 2],
    ['a: "x\nb: 1\nc: 2\n', 1],
    ["a: 'x\nb: 1\n", 1],
    ["a: b: c\n", 1],
    ["a: - b\n", 1],
    ["a\nb: 1\n", 1],
    ["- a\nb: 1\n", 2],
    ["a: ]\n", 1],
    ["[a: 1, {\n- b\n}]\n", 2],
    ['a: "\\q"\n', 1],
    ["a: @x\n", 1],
    ["a: *\n", 1],
    ["a: &x &z 1\n", 1],
    ["%FOO\n---\na: 1\n", 1],
    ["a: |x\n  y\n", 1],
    ["a: 'x' y\n", 1],
    ["{a: 1,, b: 2}\n", 1],
    ["a: !!str\n  - &x\n  b: 1\n", 2],
    [`a: 1\n? |\n  x\n  y: [\n`, 1],
  ])("%j", (text, line) => {
    const { ok, problems } = parseYaml(text);
    if (ok) return;
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).not.toMatch(english);
    expect(problems[0]?.line).toBe(line);
  });

  test.each([
    ["replicas:3\nimage: x\n", 1, "space is missing after the colon"],
    ["a:\n  - b:1\n    c: 2\n", 2, "space is missing after the colon"],
    ["a: 1\nb = 2\nc: 3\n", 2, "colon is missing after b = 2"],
    ["a: b: c\n", 1, "put quotes around the whole value"],
    ["a: &x b: c\n", 1, "put quotes around the whole value"],
    ["a: 1\n  b: 2\n", 1, "indented deeper"],
    ["a: 1\n- b\n", 2, "list item does not line up"],
    ["a:\n  - b: 1\n - c\n", 3, "list item does not line up"],
    ["a: - b\n", 1, "on the line below its key"],
    ["a: 'it's'\n", 1, "behind the closing quote"],
    ['a: "x" y\n', 1, "behind the closing quote"],
    ["a: 'x\nb: 1\n", 1, "closing quote ' is missing"],
    ["a:\n  b: 1\n \tc: 2\n", 3, "Tabs"],
    ["a: *.example.org\n", 1, "put quotes around text that starts with *"],
    ["a: @b\n", 1, "cannot start with @"],
    ["a: `b`\n", 1, "cannot start with `"],
    ["```yaml\na: 1\n```\n", 1, "cannot start with `"],
    ["a: %b\n", 1, "cannot start with %"],
    ["a: | b\nc: 1\n", 1, "behind | or >"],
    ["<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n", 1, "conflict marker"],
    ["// b\na: 1\n", 1, "comment with #"],
    ["{{- if .Values.x }}\na: 1\n{{- end }}\n", 1, "no Helm template"],
    ["a:\n  {{- toYaml .Values.x | nindent 2 }}\n", 2, "no Helm template"],
  ])("%j says what to do", (text, line, message) => {
    const { problems } = parseYaml(text);
    expect(problems).toMatchObject([{ line, message: expect.stringContaining(message) }]);
    expect(problems[0]?.message).not.toMatch(english);
    expect(problems[0]?.endLine).toBe(line);
  });

  test("how many more may follow is counted", () => {
    const text = `a: {\n${"b: ]\n".repeat(22)}`;
    const [problem] = parseYaml(text).problems;
    expect(problem?.message).toMatch(/ \d+ more errors may follow from it\.$/);
  });

  test("a nested block where none can be says so", () => {
    const [problem] = parseYaml("a: b\n  c: d\n").problems;
    expect(problem?.message).toContain("check the indentation");
  });
});
