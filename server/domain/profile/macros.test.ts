import { describe, expect, test } from "vitest";
import { macrosIn, resolveScalar, resolveText } from "./macros";
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
    ["{{ .lamina.var.none }}", ""],
    ["{{ .spectro.pack.kubernetes.pack.podCIDR }}", "10.1.0.0/16"],
    [
      "{{ .spectro.pack.kubernetes.kubeadmconfig.apiServer.extraArgs.oidc-issuer-url }}",
      "https://id",
    ],
    ["{{ .spectro.pack.absent.x }}", ""],
    ["{{ .lamina.pack.chain.a }}", "1450"],
    ["{{ .lamina.var.port | quote }}", '"8080"'],
    ['{{ .lamina.system.cluster.name | replace "har" "$&" | trunc 3 }}', "$&b"],
    ['{{ .lamina.system.cluster.name | trimPrefix "har" | trimSuffix "r" }}', "bou"],
    ["{{ .lamina.macro.mtu | b64enc }}", "MTQ1MA=="],
    ["{{ .lamina.macro.mtu | b64enc | b64dec }}", "1450"],
    ["{{ .lamina.system.cluster.name | trunc -3 }}", "our"],
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

  test("a value with quotes and signs cannot change the YAML around it", () => {
    expect(resolveScalar("{{ .lamina.var.tricky }}", false, context)).toBe('a: "b" # {c}');
    expect(resolveScalar("{{ .lamina.var.tricky }}", true, context)).toBe('a: "b" # {c}');
  });
});

describe("faults are told", () => {
  test.each([
    ["{{ .lamina.var.port | explode }}", 'no function "explode"'],
    ["{{ .lamina.other.x }}", "is no macro"],
    ["{{ .lamina.var.port | }}", "missing after |"],
    ["{{ .lamina.var.port | substr 0 }}", "needs a whole number"],
    ["{{ .lamina.pack.chain.loop }}", "in a circle"],
    ["{{ .lamina.var.port | repeat 99999999 }}", "too long"],
    ["{{ .lamina.var.port | constructor }}", 'no function "constructor"'],
  ])("%s", (text, message) => {
    expect(() => resolveText(text, context)).toThrow(message);
  });
});

test("macros of a text are listed with scope and name", () => {
  expect(
    macrosIn("{{ .lamina.var.a }} {{ .Values.b }} {{.spectro.system.cluster.uid}}"),
  ).toMatchObject([
    { scope: "var", name: "a" },
    { scope: "system", name: "cluster.uid" },
  ]);
});
