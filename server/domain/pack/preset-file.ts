import { z } from "zod";
import { isMap } from "@/server/domain/yaml/data";
import { parseYaml } from "@/server/domain/yaml/parse";
import type { PackPreset, PackProblem } from "./types";

const presetSchema = z.object({
  name: z.coerce.string().min(1),
  displayName: z.coerce.string().optional(),
  group: z.coerce.string().nullish(),
  remove: z.array(z.string()).nullish(),
  add: z.string().nullish(),
});

/** Reads presets.yaml; each preset's `add` must itself be a YAML map. */
export function parsePresets(text: string): { presets: PackPreset[]; problems: PackProblem[] } {
  const file = "presets.yaml";
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    const problems = parsed.problems.map(({ message, line, column }) => ({
      message,
      line,
      column,
      file,
    }));
    return { presets: [], problems };
  }
  const list = isMap(parsed.data) ? parsed.data["presets"] : parsed.data;
  if (list === null || list === undefined) return { presets: [], problems: [] };
  if (!Array.isArray(list)) {
    return { presets: [], problems: [{ file, message: "`presets` must be a list." }] };
  }
  const presets: PackPreset[] = [];
  const problems: PackProblem[] = [];
  for (const [index, entry] of list.entries()) {
    const read = readPreset(entry, presets);
    if (typeof read !== "string") presets.push(read);
    else {
      const { line, column } = parsed.rangeOf(["presets", index]);
      problems.push({ file, line, column, message: read });
    }
  }
  return { presets, problems };
}

function readPreset(entry: unknown, before: readonly PackPreset[]): PackPreset | string {
  const parsed = presetSchema.safeParse(entry);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `A preset is not readable at "${issue?.path.join(".") ?? ""}": ${issue?.message ?? ""}`;
  }
  const { name, displayName, group, remove, add } = parsed.data;
  if (before.some((preset) => preset.name === name && preset.group === (group ?? name))) {
    return `The preset "${name}" stands twice in its group.`;
  }
  const added = parseYaml(add ?? "");
  if (!added.ok) return `"add" of preset "${name}": ${added.problems[0]?.message ?? "no YAML"}`;
  if (added.data !== null && !isMap(added.data))
    return `"add" of preset "${name}" must be a YAML map.`;
  return {
    name,
    displayName: displayName ?? name,
    // A preset without a group is a switch of its own.
    group: group ?? name,
    remove: remove ?? [],
    add: add ?? "",
  };
}

/** Which presets are on, as line 1 (or 2) of the values says. */
export interface EnabledPreset {
  group: string;
  name: string;
}

const commentLine = /^#\s*spectrocloud\.com\/enabled-presets:[ \t]*(.*?)[ \t]*$/;

/** null: the values do not say, so it has to be seen from the data. */
export function readEnabledPresets(values: string): EnabledPreset[] | null {
  const found = findComment(values);
  if (!found) return null;
  return found.list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const colon = entry.lastIndexOf(":");
      const [group, name] = [entry.slice(0, Math.max(0, colon)), entry.slice(colon + 1)];
      return { group: group.trim(), name: name.trim() };
    });
}

/** Writes the choice into line 1; every other byte stays. */
export function writeEnabledPresets(values: string, enabled: readonly EnabledPreset[]): string {
  const list = enabled.map(({ group, name }) => `${group}:${name}`).join(",");
  const comment = `# spectrocloud.com/enabled-presets: ${list}`.trimEnd();
  const found = findComment(values);
  if (found) return values.slice(0, found.from) + comment + values.slice(found.to);
  return `${comment}${values.includes("\r\n") ? "\r\n" : "\n"}${values}`;
}

function findComment(values: string): { list: string; from: number; to: number } | undefined {
  let from = 0;
  for (const line of values.split("\n", 2)) {
    const text = line.replace(/\r$/, "");
    const match = commentLine.exec(text);
    if (match) return { list: match[1] ?? "", from, to: from + text.length };
    from += line.length + 1;
  }
  return undefined;
}
