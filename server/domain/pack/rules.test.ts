import { describe, expect, test } from "vitest";
import type { YamlValue } from "@/server/domain/yaml/types";
import { ruleFault } from "./check-rule";
import { parseRule, parseRules } from "./rules";

function rule(template: string) {
  const parsed = parseRule("a.b", template);
  if (!parsed) throw new Error(`not parsed: ${template}`);
  return parsed;
}

test("a full rule is taken apart", () => {
  expect(
    rule('{{ required | format "${password:/^.{12,}$/}" | hints "Admin" "At least 12" }}'),
  ).toMatchObject({
    path: "a.b",
    type: "password",
    regex: "^.{12,}$",
    required: true,
    readonly: false,
    hints: ["Admin", "At least 12"],
  });
  expect(rule('{{format "${list:[ClusterIP, NodePort]}"}}').listOptions).toEqual([
    "ClusterIP",
    "NodePort",
  ]);
  expect(rule('{{ format "${number:[1-365]}" }}')).toMatchObject({
    type: "number",
    min: 1,
    max: 365,
  });
  expect(rule("{{ readonly }}").readonly).toBe(true);
  expect(rule('{{ format "${input}" }}').type).toBe("string");
  expect(rule('{{ format "${string}/${string}:${version}" }}').type).toBe("composite");
});

describe("values against formats", () => {
  test.each<[string, YamlValue, boolean]>([
    ["${string}", "x", true],
    ["${string}", ["x"], false],
    ["${number:[1-365]}", 365, true],
    ["${number:[1-365]}", 0, false],
    ["${number}", "12", true],
    ["${number}", "twelve", false],
    ["${number}", "", false],
    ["${number:/^[0-9]{2}$/}", 123, false],
    ["${boolean}", false, true],
    ["${boolean}", "no", false],
    ["${list:[A,B]}", "B", true],
    ["${list:[A,B]}", "C", false],
    ["${ipv4}", "10.0.0.255", true],
    ["${ipv4}", "10.0.0.256", false],
    ["${version}", "1.27.3-rc.1", true],
    ["${version}", "latest", false],
    ["${ipv4} - ${ipv4}", "10.0.0.1 - 10.0.0.9", true],
    ["${ipv4} - ${ipv4}", "10.0.0.1-10.0.0.9", false],
    ["${ipv4}/${number:[8-28]}", "10.0.0.0/16", true],
    ["${ipv4}/${number:[8-28]}", "10.0.0.0/28", true],
    ["${ipv4}/${number:[8-28]}", "10.0.0.0/29", false],
    ["${ipv4}/${number:[8-28]}", "10.0.0.0/7", false],
    ["${ipv4}/${number:[8-28]}", "10.0.0.0/99", false],
    ["${number:[1-9]}:${string:/(a)(b)/}:${number:[1-9]}", "3:ab:9", true],
    ["${number:[1-9]}:${string:/(a)(b)/}:${number:[1-9]}", "3:ab:10", false],
    ["${string}/${string}:${version}", "registry/app:1.2.3", true],
    ["${string}/${string}:${version}", "app:latest", false],
    ["${string:/^(?i)[a-z]+$/}", "ABC", true],
    ["${string:/^[a-z]{2,3}$/}", "abcd", false],
  ])("%s takes %j: %s", (format, value, fine) => {
    expect(ruleFault(rule(`{{ format "${format}" }}`), value) === null).toBe(fine);
  });

  test("a secret is never repeated in a message", () => {
    const message = ruleFault(rule('{{ format "${password:/^.{12,}$/}" }}'), "hunter2");
    expect(message).not.toContain("hunter2");
  });

  test("a pattern that would hang a backtracking engine answers at once", () => {
    const started = performance.now();
    expect(
      ruleFault(rule('{{ format "${string:/^(a+)+$/}" }}'), `${"a".repeat(40)}!`),
    ).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(500);
  });

  test("a broken pattern of the pack is told as the pack's fault", () => {
    expect(ruleFault(rule('{{ format "${string:/(/}" }}'), "x")).toContain("not a valid RE2");
  });
});

test("an unreadable rule is named with its line and the others stay", () => {
  const { rules, problems } = parseRules(
    "a:\n  schema: '{{ required }}'\nb.c:\n  schema: 'nonsense'\n",
  );
  expect(rules.map((r) => r.path)).toEqual(["a"]);
  expect(problems).toEqual([expect.objectContaining({ file: "schema.yaml", line: 3 })]);
});

test("an empty file or only comments mean no rules", () => {
  expect(parseRules("").rules).toEqual([]);
  expect(parseRules("# later\n").problems).toEqual([]);
});
