import { describeRule, ruleFault } from "@/server/domain/pack/check-rule";
import type { SchemaRule } from "@/server/domain/pack/types";
import { equalData, getIn } from "@/server/domain/yaml/data";
import { parsePath } from "@/server/domain/yaml/path";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { hasMacro } from "./macros";
import type { ProfileProblemCode } from "./types";

/** A value that breaks a rule of the pack. */
export interface ValueFault {
  code: Extract<ProfileProblemCode, "VALUE_REQUIRED" | "VALUE_FORMAT" | "VALUE_READONLY">;
  path: YamlPath;
  message: string;
}

/**
 * Checks values against the pack's rules. A value with a macro counts as given and is not judged: its
 * text is known only after substitution, when the renderer checks again.
 */
export function checkValues(
  rules: readonly SchemaRule[],
  data: YamlValue,
  defaults: YamlValue,
): ValueFault[] {
  return rules.flatMap((rule) =>
    expandPath(rule.path, data).flatMap((path) => faultsAt(rule, path, data, defaults)),
  );
}

function faultsAt(
  rule: SchemaRule,
  path: YamlPath,
  data: YamlValue,
  defaults: YamlValue,
): ValueFault[] {
  const value = getIn(data, path);
  if (typeof value === "string" && hasMacro(value)) return [];
  if (rule.readonly && !equalData(value, getIn(defaults, path))) {
    const original = getIn(defaults, path);
    const shown = original === undefined ? "absent" : JSON.stringify(original);
    const message = `The pack fixes this value: it must stay ${shown}.`;
    return [{ code: "VALUE_READONLY", path, message }];
  }
  if (value === undefined || value === null || value === "") {
    if (!rule.required) return [];
    const hint = rule.hints[0] === undefined ? "" : ` ${rule.hints[0]}.`;
    const message = `A value is needed for ${path.join(".")}: ${describeRule(rule)}.${hint}`;
    return [{ code: "VALUE_REQUIRED", path, message }];
  }
  const message = ruleFault(rule, value);
  return message === null ? [] : [{ code: "VALUE_FORMAT", path, message }];
}

/** `a.list.$[].key` stands for that key in every item that is there; without `$[]`, one path. */
function expandPath(dotted: string, data: YamlValue): YamlPath[] {
  const pieces = dotted.split(/\.?\$\[\](?:\.|$)/);
  let paths: YamlPath[] = [parsePath(pieces[0] ?? "", data)];
  for (const piece of pieces.slice(1)) {
    paths = paths.flatMap((path) => {
      const list = getIn(data, path);
      if (!Array.isArray(list)) return [];
      return list.map((item, i) => [...path, i, ...(piece === "" ? [] : parsePath(piece, item))]);
    });
  }
  return paths;
}
