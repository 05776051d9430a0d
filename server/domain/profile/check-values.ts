import { describeRule, ruleFault } from "@/server/domain/pack/check-rule";
import { toJson } from "@/server/domain/json/exact";
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
  way?: ValueWay;
}

/** How the key is set right for sure. */
export type ValueWay =
  | { action: "remove-key" }
  /** The pack's own value is put back. */
  | { action: "restore-default"; value: YamlValue };

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
    const message =
      original === undefined
        ? "The pack does not allow this key. Remove it."
        : `The pack does not allow changing this value. It must stay ${toJson(original)}.`;
    return [{ code: "VALUE_READONLY", path, message, way: wayBack(original) }];
  }
  if (isBlank(value)) {
    if (!rule.required) return [];
    const hint = rule.hints[0] === undefined ? "" : ` ${rule.hints[0]}.`;
    const message = `${path.join(".")} is required: ${describeRule(rule)}.${hint}`;
    const original = getIn(defaults, path);
    const isUsable = !isBlank(original) && ruleFault(rule, original) === null;
    return [{ code: "VALUE_REQUIRED", path, message, ...(isUsable && { way: wayBack(original) }) }];
  }
  const message = ruleFault(rule, value);
  return message === null ? [] : [{ code: "VALUE_FORMAT", path, message }];
}

const isBlank = (value: YamlValue | undefined): value is null | "" | undefined =>
  value === undefined || value === null || value === "";

function wayBack(original: YamlValue | undefined): ValueWay {
  return original === undefined
    ? { action: "remove-key" }
    : { action: "restore-default", value: original };
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
