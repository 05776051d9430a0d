import { z } from "zod";
import { isMap } from "@/server/domain/yaml/data";
import { parseYaml } from "@/server/domain/yaml/parse";
import type { TextEdit } from "@/server/domain/yaml/text-edits";
import type { PackPreset, PackProblem } from "./types";

const presetSchema = z.object({
  name: z.coerce.string().min(1),
  displayName: z.coerce.string().optional(),
  group: z.coerce.string().nullish(),
  remove: z.array(z.string()).nullish(),
  add: z.string().nullish(),
  requires: z.array(z.string().min(1)).nullish(),
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
    return `A preset is not valid at "${issue?.path.join(".") ?? ""}": ${issue?.message ?? ""}`;
  }
  const { name, displayName, group, remove, add, requires } = parsed.data;
  if (before.some((preset) => preset.name === name && preset.group === (group ?? name))) {
    return `The preset "${name}" is defined twice in its group.`;
  }
  const added = parseYaml(add ?? "");
  if (!added.ok) return `"add" of preset "${name}": ${added.problems[0]?.message ?? "no YAML"}`;
  if (added.data !== null && !isMap(added.data))
    return `"add" of preset "${name}" must be a YAML mapping.`;
  return {
    name,
    displayName: displayName ?? name,
    // A preset without a group is a switch of its own.
    group: group ?? name,
    remove: remove ?? [],
    add: add ?? "",
    ...(requires && requires.length > 0 && { requires }),
  };
}

/** Which presets are on, as line 1 (or 2) of the values of packs from elsewhere says. */
export interface EnabledPreset {
  group: string;
  name: string;
}

const commentLine = /^(#\s*spectrocloud\.com\/enabled-presets:[ \t]*)(.*?)[ \t]*$/;

/** null: the values do not say, so it has to be seen from the data. */
export function readEnabledPresets(values: string): EnabledPreset[] | null {
  return findComment(values)?.entries ?? null;
}

/** The values without the comment, which is their first or second line. */
export function withoutEnabledPresets(values: string): string {
  const found = findComment(values);
  if (!found) return values;
  const rest = values.slice(found.to).replace(/^[ \t]*\r?\n/, "");
  return values.slice(0, values.lastIndexOf("\n", found.from - 1) + 1) + rest;
}

/**
 * Keeps a comment that is there in step with the choice; a text without one gets none. What it says of
 * presets that are not the pack's stays.
 */
export function enabledPresetEdits(
  values: string,
  enabled: readonly EnabledPreset[],
  known: readonly EnabledPreset[],
): TextEdit[] {
  const found = findComment(values);
  if (!found) return [];
  const has = (list: readonly EnabledPreset[], one: EnabledPreset) =>
    list.some((e) => same(e, one));
  const missing = enabled.filter((one) => !has(found.entries, one));
  const rank = (one: EnabledPreset) => known.findIndex((e) => same(e, one));
  const entries = found.entries.flatMap((entry) => {
    if (has(enabled, entry) || !has(known, entry)) return [entry];
    const next = missing.findIndex((one) => one.group === entry.group);
    return next === -1 ? [] : missing.splice(next, 1);
  });
  for (const one of missing) {
    const at = entries.findIndex((entry) => rank(entry) > rank(one));
    entries.splice(at === -1 ? entries.length : at, 0, one);
  }
  if (entries.length === found.entries.length && entries.every((e) => has(found.entries, e)))
    return [];
  const list = entries.map(({ group, name }) => (group ? `${group}:${name}` : name));
  const blank = found.hasBlank || list.length === 0 ? "" : " ";
  return [{ from: found.from, to: found.to, text: blank + list.join(found.separator) }];
}

function same(a: EnabledPreset, b: EnabledPreset): boolean {
  return a.name === b.name && a.group === b.group;
}

interface Comment {
  entries: EnabledPreset[];
  separator: string;
  hasBlank: boolean;
  /** The place of the list. */
  from: number;
  to: number;
}

function findComment(values: string): Comment | undefined {
  let start = 0;
  for (const line of values.split("\n", 2)) {
    const match = commentLine.exec(line.replace(/\r$/, ""));
    const [, head = "", list = ""] = match ?? [];
    if (match) {
      const from = start + head.length;
      const separator = list.includes(", ") ? ", " : ",";
      const entries = entriesOf(list);
      return { entries, separator, hasBlank: /\s$/.test(head), from, to: from + list.length };
    }
    start += line.length + 1;
  }
  return undefined;
}

function entriesOf(list: string): EnabledPreset[] {
  const entries = list.split(",").map((entry) => entry.trim());
  return entries.flatMap((entry) => {
    if (entry === "") return [];
    const colon = entry.lastIndexOf(":");
    const [group, name] = [entry.slice(0, Math.max(0, colon)), entry.slice(colon + 1)];
    return [{ group: group.trim(), name: name.trim() }];
  });
}
