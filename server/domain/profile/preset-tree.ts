import type { PackPreset } from "@/server/domain/pack/types";
import { equalData, getIn, isMap } from "@/server/domain/yaml/data";
import { deleteEdits, mergeEdits, setEdits } from "@/server/domain/yaml/edit";
import { parsePath } from "@/server/domain/yaml/path";
import { parseRecent } from "@/server/domain/yaml/recent";
import { lineEnd } from "@/server/domain/yaml/source";
import { applyEdits, TextChange, type TextEdit } from "@/server/domain/yaml/text-edits";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import type { PresetEdits } from "./preset-apply";
import { leavesOf } from "./preset-undo";
import type { PresetTrace } from "./types";

/** The same as planByLines for texts that have to be read as a whole: anchors, aliases, rare spellings. */
export function planByTree(text: string, preset: Pick<PackPreset, "add" | "remove">): PresetEdits {
  const added = parseRecent(preset.add).data;
  const change = new TextChange(text);
  for (const dotted of preset.remove) {
    const { data } = parseRecent(change.text);
    const path = parsePath(dotted, data);
    // Taken out only to be put back: the merge below replaces it in place and keeps its comments.
    if (equalData(getIn(added, path), getIn(data, path))) continue;
    change.apply(deleteEdits(change.text, path));
  }
  change.apply(mergeEdits(change.text, preset.add));
  const edits = change.edits();
  return { edits, traces: tracesOf(text, edits) };
}

/** Puts the pack's own values back where the preset's still stand; what somebody changed since stays. */
export function undoByTree(
  change: TextChange,
  preset: Pick<PackPreset, "add">,
  packValues: string,
): void {
  const defaults = parseRecent(packValues).data;
  for (const [path, value] of leavesOf(parseRecent(preset.add).data)) {
    const { data } = parseRecent(change.text);
    if (!equalData(getIn(data, path), value)) continue;
    const original = getIn(defaults, path);
    const edits =
      original === undefined
        ? deleteEdits(change.text, withEmptied(data, path, defaults))
        : setEdits(change.text, path, original);
    change.apply(edits);
  }
}

/** The highest mapping that would be left empty and that the pack's own values do not have. */
function withEmptied(data: YamlValue, path: YamlPath, defaults: YamlValue): YamlPath {
  const parent = path.slice(0, -1);
  const map = getIn(data, parent);
  const isOnly = isMap(map) && Object.keys(map).length === 1;
  if (parent.length === 0 || !isOnly || getIn(defaults, parent) !== undefined) return path;
  return withEmptied(data, parent, defaults);
}

/** Edits by whole lines, with a line above and below to find them again. */
function tracesOf(text: string, edits: readonly TextEdit[]): PresetTrace[] {
  const spans: { from: number; to: number; edits: TextEdit[] }[] = [];
  for (const edit of edits) {
    const from = lineStart(text, lineStart(text, edit.from) - 1);
    const to = lineEnd(text, lineEnd(text, Math.max(edit.to, 1)) + 1);
    const last = spans.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(to, last.to);
      last.edits.push(edit);
    } else spans.push({ from, to, edits: [edit] });
  }
  let grown = 0;
  return spans.map((span) => {
    const was = text.slice(span.from, span.to);
    const own = span.edits.map((edit) => ({
      ...edit,
      from: edit.from - span.from,
      to: edit.to - span.from,
    }));
    const now = applyEdits(was, own);
    const trace = { path: [], was, now, at: span.from + grown };
    grown += now.length - was.length;
    return trace;
  });
}

function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}
