import { describe, expect, test } from "vitest";
import { parseYaml } from "@/server/domain/yaml/parse";
import { macroBudget, macrosIn, resolveScalar, resolveText } from "./macros";
import { contextOf } from "./testing/layers";

const context = contextOf({
  system: { "cluster.name": "harbour", "kubernetes.version": "1.36.3", "cloud.region": "" },
  variables: { port: "8080", tricky: 'a: "b" # {c}', on: "true" },
  macros: { mtu: "1450" },
  packs: {
    kubernetes: {
      pack: { podCIDR: "10.1.0.0/16" },
      kubeadmconfig: { apiServer: { extraArgs: { "oidc-issuer-url": "https://id" } } },
    },
    chain: {
      a: "{{ .lamina.pack.chain.b }}",
      b: "{{ .spectro.macro.mtu }}",
      loop: "{{ .lamina.pack.chain.loop }}",
    },
  },
});

describe("substitution", () => {
  test.each([
    ["{{ .spectro.system.cluster.name }}", "harbour"],
    ["{{.lamina.system.cluster.name|upper}}-x", "HARBOUR-x"],
    ["v{{ .spectro.system.kubernetes.version | substr 0 4 }}", "v1.36"],
    ['{{ .spectro.system.cloud.region | default "somewhere" | upper }}', "SOMEWHERE"],
    ['{{ .lamina.var.none | default "a } b" }}', "a } b"],
    ["{{ .spectro.pack.kubernetes.pack.podCIDR }}", "10.1.0.0/16"],
    [
      "{{ .spectro.pack.kubernetes.kubeadmconfig.apiServer.extraArgs.oidc-issuer-url }}",
      "https://id",
    ],
    ["{{ .lamina.pack.chain.a }}", "1450"],
    ["{{ .lamina.var.port | quote }}", '"8080"'],
    ['{{ .lamina.system.cluster.name | replace "har" "$&" | trunc 3 }}', "$&b"],
    ['{{ .lamina.system.cluster.name | trimPrefix "har" | trimSuffix "r" }}', "bou"],
    ["{{ .lamina.macro.mtu | b64enc }}", "MTQ1MA=="],
    ["{{ .lamina.macro.mtu | b64enc | b64dec }}", "1450"],
    ["{{ .lamina.system.cluster.name | trunc -3 }}", "our"],
    ["{{- .lamina.system.cluster.name -}}", "harbour"],
    ["{{ .lamina.var.none | default `}}` }}", "}}"],
    ['{{ .lamina.var.none | default "😀x" | replace "" "-" }}', "-😀-x-"],
  ])("%s gives %s", (text, expected) => {
    expect(resolveText(text, context)).toBe(expected);
  });

  test.each([
    "{{ .Values.x }}",
    "{{ $labels.instance }}",
    '{{ include "a.b" . }}',
    "{{ config.x }}",
  ])("foreign braces stay: %s", (text) => expect(resolveText(text, context)).toBe(text));
});

describe("types", () => {
  test("one unquoted macro gets its type from the text, a quoted one stays text", () => {
    expect(resolveScalar("{{ .lamina.var.port }}", true, context)).toBe(8080);
    expect(resolveScalar("{{ .lamina.var.port }}", false, context)).toBe("8080");
    expect(resolveScalar("{{ .lamina.var.on }}", true, context)).toBe(true);
    expect(resolveScalar("x{{ .lamina.var.port }}", true, context)).toBe("x8080");
  });

  test.each([
    ["cluster.name", "no"],
    ["cluster.name", "0123"],
    ["cluster.name", "0b11"],
    ["cluster.name", "1e3"],
    ["cluster.name", "null"],
    ["cluster.name", "2026-01-02"],
    ["kubernetes.version", "1.30"],
    ["clusterprofile.version", "1_0"],
  ])("the system macro %s stays the text %s without quotes", (name, value) => {
    const known = contextOf({ system: { [name]: value } });
    expect(resolveScalar(`{{ .lamina.system.${name} }}`, true, known)).toBe(value);
    expect(resolveScalar(`{{ .lamina.system.${name} | lower | trim }}`, true, known)).toBe(value);
    expect(resolveScalar(`{{ .lamina.system.${name} | quote }}`, true, known)).toBe(value);
  });

  test.each([
    "a #b",
    " x ",
    "one\ntwo",
    "a: b",
    "*x",
    "&x 1",
    "- 3",
    "3 # three",
    ".inf",
    "[1]",
    "| x",
  ])("the variable %j comes whole without quotes", (value) => {
    const known = contextOf({ variables: { v: value } });
    expect(resolveScalar("{{ .lamina.var.v }}", true, known)).toBe(value);
  });

  test.each([
    ["{{ .lamina.var.port }}: x", { "8080": "x" }],
    ["'{{ .lamina.var.port }}': x", { "8080": "x" }],
    ["a: {'p-{{ .lamina.var.port }}': 1}", { a: { "p-8080": 1 } }],
    ["{{ .lamina.var.on }}: x", { true: "x" }],
    ["a: !!str {{ .lamina.var.port }}", { a: "8080" }],
  ])("in %j a key is text, and a tag counts", (text, data) => {
    const transform = (source: string, plain: boolean) => resolveScalar(source, plain, context);
    expect(parseYaml(text, { transform })).toMatchObject({ problems: [], data });
  });

  test("a key with a macro that has no value is told", () => {
    const transform = (source: string, plain: boolean) => resolveScalar(source, plain, context);
    expect(() => parseYaml("'{{ .lamina.var.none }}': x", { transform })).toThrow("no variable");
  });

  test("a value of a pack keeps the type it has there", () => {
    const p = { text: "1.30", no: "no", count: 3, on: true, big: 12345678901234567890n };
    const known = contextOf({ packs: { p } });
    const read = (name: string) => resolveScalar(`{{ .lamina.pack.p.${name} }}`, true, known);
    expect(Object.keys(p).map(read)).toEqual(["1.30", "no", 3, true, 12345678901234567890n]);
  });

  test("int makes a number of a text, an empty default stays empty text", () => {
    const known = contextOf({ system: { "kubernetes.version": "1.30" } });
    const major = "{{ .lamina.system.kubernetes.version | trunc 1 | int }}";
    expect(resolveScalar(major, true, known)).toBe(1);
    expect(resolveScalar('{{ .lamina.var.none | default "" }}', true, known)).toBe("");
  });

  test("a value with quotes and signs cannot change the YAML around it", () => {
    expect(resolveScalar("{{ .lamina.var.tricky }}", false, context)).toBe('a: "b" # {c}');
    expect(resolveScalar("{{ .lamina.var.tricky }}", true, context)).toBe('a: "b" # {c}');
  });
});

describe("faults are told", () => {
  test.each([
    ["{{ .lamina.var.port | explode }}", 'no function "explode"'],
    ["{{ .lamina.other.x }}", "is not a macro"],
    ["{{ .lamina.var.port | }}", "missing after |"],
    ["{{ .lamina.var.port | substr 0 }}", "needs a whole number"],
    ["{{ .lamina.pack.chain.loop }}", "in a circle"],
    ["{{ .lamina.var.none }}", 'There is no variable "none"'],
    ["{{ .spectro.macro.none | upper }}", 'There is no macro "none"'],
    ["{{ .spectro.system.cloudaccount.name }}", "has no value here"],
    ["{{ .spectro.pack.absent.x }}", 'No layer has a value at "absent.x"'],
    ["{{ .lamina.pack.kubernetes.pack.none }}", "No layer has a value"],
    ["{{ .lamina.var.port | repeat 99999999 }}", "too long"],
    ["{{ .lamina.var.port | constructor }}", 'no function "constructor"'],
    ['{{ .lamina.var.port | default "x }}', "does not end"],
    ["{{ .lamina.var.port } }}", "does not end"],
    ["{{ .lamina.var.port {{ .lamina.var.port }}", "does not end"],
    ['{{ .lamina.var.none | default "AAEC" | b64dec }}', "no text but bytes"],
  ])("%s", (text, message) => {
    expect(() => resolveText(text, context)).toThrow(message);
  });
});

test("in a published version a missing value is empty, as it was when that could still be published", () => {
  const published = { ...context, missingIsEmpty: true };
  expect(resolveText("a{{ .lamina.macro.none }}b", published)).toBe("ab");
  expect(resolveScalar("{{ .lamina.macro.none }}", true, published)).toBe(null);
  expect(resolveScalar("{{ .lamina.macro.none }}", false, published)).toBe("");
  expect(resolveScalar('{{ .lamina.var.none | default "" }}', true, published)).toBe("");
  expect(resolveScalar("{{ .lamina.var.port }}", true, published)).toBe(8080);
  expect(() => resolveText("{{ .lamina.var.port | explode }}", published)).toThrow("no function");
});

test("macros of a text are listed with scope and name", () => {
  expect(
    macrosIn("{{ .lamina.var.a }} {{ .Values.b }} {{.spectro.system.cluster.uid}}"),
  ).toMatchObject([
    { scope: "var", name: "a" },
    { scope: "system", name: "cluster.uid" },
  ]);
});

describe(
  "hostile macros end with a fault instead of eating memory or time",
  { timeout: 60_000 },
  () => {
    const grow =
      ' | replace "x" "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"';
    const tooMuch = "make more than 4 MiB";

    test("functions that multiply a text", () => {
      const text = (functions: string) => `{{ .lamina.var.none | default "x"${functions} }}`;
      expect(resolveText(text(grow.repeat(3)), context)).toHaveLength(64 ** 3);
      expect(() => resolveText(text(grow.repeat(5)), context)).toThrow(tooMuch);
      const lines = "{{ .lamina.pack.big.lines | indent 100 }}";
      const big = contextOf({ packs: { big: { lines: "\n".repeat(1_000_000) } } });
      expect(() => resolveText(lines, big)).toThrow(tooMuch);
    });

    test("packs that refer to each other again and again", () => {
      const twice = (key: string) => `{{ .lamina.pack.p.${key} }}`.repeat(50);
      const levels = Array.from({ length: 8 }, (_, i) => [`k${i}`, twice(`k${i + 1}`)]);
      const p = { ...Object.fromEntries(levels), k8: "end" };
      expect(() => resolveText(twice("k0"), contextOf({ packs: { p } }))).toThrow(tooMuch);
    });

    test("the budget is shared by all texts of a layer", () => {
      const budget = macroBudget();
      const text = `{{ .lamina.var.none | default "x"${grow.repeat(3)} }}`;
      const resolveAll = () => {
        for (let i = 0; i < 20; i++) resolveScalar(text, false, context, budget);
      };
      expect(resolveAll).toThrow(tooMuch);
    });

    const million = 1_000_000;
    test.each([
      ["blanks", `{{ .lamina.var.port${" ".repeat(million)}`, "does not end"],
      ["openings", "{{ .lamina.".repeat(million / 10), "does not end"],
      ["quotes", `{{ .lamina.var.port | default ${'"\\"'.repeat(million / 4)}`, "does not end"],
      ["words", `{{ .lamina.${"a ".repeat(million / 2)} }}`, "is not a macro"],
      ["pipes", `{{ .lamina.var.port${"|".repeat(million)} }}`, "missing after |"],
    ])("a million characters of %s", (_what, text, message) => {
      expect(() => resolveText(text, context)).toThrow(message);
    });

    test("a path of a million dots is only not found", () => {
      const text = `{{ .lamina.pack.kubernetes${".a".repeat(million / 2)} }}`;
      expect(() => resolveText(text, context)).toThrow("No layer has a value");
    });
  },
);
