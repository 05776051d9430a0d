import type { PackPreset } from "@/server/domain/pack/types";
import { equalData, getIn } from "@/server/domain/yaml/data";
import { deleteIn, mergeIn } from "@/server/domain/yaml/edit";
import { parsePath } from "@/server/domain/yaml/path";
import { parseRecent } from "@/server/domain/yaml/recent";
import { lineEnd } from "@/server/domain/yaml/source";
import { TextChange } from "@/server/domain/yaml/text-edits";
import type { PresetEdits } from "./preset-apply";
import type { PresetTrace } from "./types";

/** The same as planByLines for texts that have to be read as a whole: anchors, aliases, rare spellings. */
export function planByTree(
  text: string,
  preset: Pick<PackPreset, "add" | "remove">,
  _except: readonly string[][],
): PresetEdits {
  const added = parseRecent(preset.add).data;
  let now = text;
  for (const dotted of preset.remove) {
    const data = parseRecent(now).data;
    const path = parsePath(dotted, data);
    // Taken out only to be put back: the merge below replaces it in place and keeps its comments.
    if (equalData(getIn(added, path), getIn(data, path))) continue;
    now = deleteIn(now, path);
  }
  now = mergeIn(now, preset.add);
  const change = new TextChange(text);
  change.apply([{ from: 0, to: text.length, text: now }]);
  const edits = change.edits();
  return { edits, traces: edits.map((edit) => traceOf(text, edit)) };
}

/** An edit by whole lines. */
function traceOf(text: string, edit: { from: number; to: number; text: string }): PresetTrace {
  const from = text.lastIndexOf("\n", edit.from - 1) + 1;
  let to = lineEnd(text, Math.max(edit.to, from));
  if (to > from && text[to - 1] === "\n") to--;
  if (to > from && text[to - 1] === "\r") to--;
  to = Math.max(to, edit.to);
  const was = text.slice(from, to);
  const now = text.slice(from, edit.from) + edit.text + text.slice(edit.to, to);
  return { path: [], was, now, at: from };
}
