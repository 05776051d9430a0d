import { isMap } from "@/server/domain/yaml/data";
import type { YamlMap, YamlValue } from "@/server/domain/yaml/types";
import type { ReadinessCheck } from "./types";

/** Reads `readinessCheck.v1beta1`, in the form with `keysToCheck` and in the older one. */
export function readReadinessChecks(data: YamlValue): ReadinessCheck[] {
  const block = isMap(data) ? data["readinessCheck"] : undefined;
  const list = isMap(block) ? block["v1beta1"] : undefined;
  if (!Array.isArray(list)) return [];
  return list.filter(isMap).flatMap((entry) => {
    const kind = textOf(entry["kind"]);
    const keys = keysOf(entry);
    if (kind === "" || keys.length === 0) return [];
    return [
      {
        name: textOf(entry["name"]),
        kind,
        group: textOf(entry["group"]),
        version: textOf(entry["version"]) || "v1",
        keys,
      },
    ];
  });
}

function keysOf(entry: YamlMap): ReadinessCheck["keys"] {
  const list = entry["keysToCheck"];
  const entries = Array.isArray(list) ? list.filter(isMap) : [entry];
  return entries.flatMap((item) => {
    const key = textOf(item["keyToCheck"]);
    return key === "" ? [] : [{ key, expected: textOf(item["expectedValue"]) }];
  });
}

function textOf(value: YamlValue | undefined): string {
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}
