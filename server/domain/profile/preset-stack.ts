import type { EnabledPreset } from "@/server/domain/pack/preset-file";
import type { Pack, PackPreset } from "@/server/domain/pack/types";
import { parseYaml } from "@/server/domain/yaml/parse";
import type { TextChange } from "@/server/domain/yaml/text-edits";
import { keysOf, planByLines } from "./preset-apply";
import { planByTree, undoByTree } from "./preset-tree";
import { planUndo } from "./preset-undo";
import type { ChosenPreset, PresetTrace } from "./types";

/** The presets that are on in a text, in the order in which they were laid over it. */
export class PresetStack {
  #presets: ChosenPreset[];

  constructor(
    readonly pack: Pick<Pack, "presets" | "values">,
    readonly change: TextChange,
    chosen: readonly ChosenPreset[],
  ) {
    this.#presets = [...chosen];
  }

  get presets(): ChosenPreset[] {
    return this.#presets;
  }

  /** Lays a preset over the text; `except` are keys that somebody changed and that stay. */
  add({ group, name }: EnabledPreset, except: readonly string[][] = []): void {
    const preset = this.#presetOf({ group, name });
    if (!preset) return;
    const { edits, traces } = lay(this.change.text, preset, except);
    this.change.apply(edits);
    this.#presets = [...this.#presets, { group, name, traces }];
  }

  /**
   * Takes a preset back. Later ones that touch the same keys are lifted first and laid again, so that the
   * order of turning off does not matter.
   */
  remove(chosen: ChosenPreset): void {
    const index = this.#presets.indexOf(chosen);
    const lifted = [{ chosen, traces: this.#tracesOf(chosen) }];
    for (const later of this.#presets.slice(index + 1)) {
      const traces = this.#tracesOf(later);
      if (lifted.some((other) => areRelated(other.traces, traces))) {
        lifted.push({ chosen: later, traces });
      }
    }
    const again: { chosen: ChosenPreset; kept: string[][] }[] = [];
    for (const { chosen: one, traces } of lifted.toReversed()) {
      const kept = this.#takeBack(one, traces);
      this.#presets = this.#presets.filter((other) => other !== one);
      if (one !== chosen) again.unshift({ chosen: one, kept });
    }
    for (const { chosen: one, kept } of again) this.add(one, kept);
  }

  /** Tells the keys that somebody changed since. */
  #takeBack(chosen: ChosenPreset, traces: readonly PresetTrace[]): string[][] {
    const { edits, kept, isLost } = planUndo(this.change.text, traces);
    this.change.apply(edits);
    const preset = isLost ? this.#presetOf(chosen) : undefined;
    if (preset) undoByTree(this.change, preset, this.pack.values);
    return kept;
  }

  #presetOf({ group, name }: EnabledPreset): PackPreset | undefined {
    return this.pack.presets.find((one) => one.name === name && one.group === group);
  }

  /** What it replaced; when nobody noted it, what it would replace in the pack's own values. */
  #tracesOf(chosen: ChosenPreset): PresetTrace[] {
    if (chosen.traces) return chosen.traces;
    const preset = this.#presetOf(chosen);
    if (!preset || !parseYaml(this.pack.values).ok) return [];
    return lay(this.pack.values, preset, []).traces;
  }
}

function lay(text: string, preset: PackPreset, except: readonly string[][]) {
  const added = parseYaml(preset.add).data;
  return planByLines(text, keysOf(preset, added), except) ?? planByTree(text, preset);
}

/** True when taking back one of them could not leave the other as it is. */
function areRelated(before: readonly PresetTrace[], after: readonly PresetTrace[]): boolean {
  return before.some((one) => after.some((other) => touches(one, other)));
}

function touches(one: PresetTrace, other: PresetTrace): boolean {
  const shorter = Math.min(one.path.length, other.path.length);
  const isRemoval = one.now === null || other.now === null;
  const isSibling = one.path.length === other.path.length;
  const shared = isRemoval && isSibling ? shorter - 1 : shorter;
  return one.path.slice(0, shared).every((key, i) => key === other.path[i]);
}
