import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { sameLayers } from "./layers";
import type { StoredDraft } from "./stored-draft";

/** What of a version the server has, as far as the text here began from it. */
export type Base = Pick<ProfileVersionView, "state" | "revision" | "layers">;

/** The text of an open version beside what the server has. */
export interface DraftState {
  base: Base;
  layers: ProfileLayer[];
  /** What the server has by now, while unsaved text stands against it. */
  theirs: ProfileVersionView | null;
  /** When the unsaved work was kept that was found again. */
  restored: string | null;
}

/** A version as the server has it, nothing changed. */
export function openDraft(version: Base): DraftState {
  const { state, revision, layers } = version;
  return { base: { state, revision, layers }, layers, theirs: null, restored: null };
}

/** True while there is text that would be lost. */
export function isDirty({ layers, base }: Pick<DraftState, "layers" | "base">): boolean {
  return !sameLayers(layers, base.layers);
}

/** Brings back kept work; against a version that went on without it, it stands as a conflict. */
export function restoreDraft(
  draft: DraftState,
  version: ProfileVersionView,
  kept: StoredDraft,
): DraftState {
  if (sameLayers(kept.layers, version.layers)) return draft;
  const found = { ...draft, layers: kept.layers, restored: kept.savedAt };
  if (version.state === "draft" && kept.revision >= version.revision) return found;
  const base: Base = { ...draft.base, state: "draft", revision: kept.revision };
  return { ...found, base, theirs: version };
}

/** Takes in what the server has now: shown at once when nothing is unsaved, else held beside the text. */
export function receiveVersion(draft: DraftState, version: ProfileVersionView): DraftState {
  const known = draft.theirs?.revision ?? draft.base.revision;
  return version.revision > known ? settle({ ...draft, theirs: version }) : draft;
}

/** Changes the text. A published version takes no change, not even a late "Undo". */
export function editDraft(
  draft: DraftState,
  next: (layers: ProfileLayer[]) => ProfileLayer[],
): DraftState {
  if (draft.base.state === "published") return draft;
  return settle({ ...draft, layers: next(draft.layers) });
}

/** The server has taken these layers; what was typed since stays unsaved. */
export function markSaved(draft: DraftState, sent: ProfileLayer[], revision: number): DraftState {
  return { ...openDraft({ state: "draft", revision, layers: sent }), layers: draft.layers };
}

/** Gives up the unsaved text for what the server has. */
export function discardDraft({ theirs, base }: DraftState): DraftState {
  return openDraft(theirs ?? base);
}

/** Without unsaved text of our own there is nothing to decide. */
function settle(draft: DraftState): DraftState {
  const { theirs, layers } = draft;
  if (theirs === null) return draft;
  return !isDirty(draft) || sameLayers(layers, theirs.layers) ? openDraft(theirs) : draft;
}
