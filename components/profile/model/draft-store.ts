import type { TextDocument } from "@/components/editor/text-document";
import { applyInTurn, type TextEdit } from "@/components/editor/text-edit";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import {
  discardDraft,
  type DraftState,
  editDraft,
  markSaved,
  openDraft,
  receiveVersion,
  restoreDraft,
} from "./draft-state";
import { DraftText } from "./draft-text";
import {
  backward,
  emptyHistory,
  forward,
  type History,
  type HistoryEntry,
  type LayersEntry,
  record,
  stepBack,
  stepForward,
  type TextChange,
} from "./history";
import { reuseLayers } from "./layers";
import type { StoredDraft } from "./stored-draft";
import { addressKey, recognizeManifests, type TextAddress, textAt, withText } from "./text-address";

/**
 * What happened to a draft. Letters of an editor ("typed") may be shown later; a text that its editor has
 * by now ("edited") as soon as there is time; anything else at once.
 */
export type DraftEvent =
  | { kind: "typed" | "edited" | "changed" }
  | { kind: "undone" | "redone"; entry: HistoryEntry };

/** What the history says of a change. */
export interface EditNote extends Pick<LayersEntry, "label" | "at" | "group"> {
  /** The edits it makes in the text at `at`, one after the other, where they are known. */
  edits?: readonly TextEdit[];
}

/** From the layers there are to those that there shall be. */
export type EditLayers = (layers: ProfileLayer[]) => ProfileLayer[];

/**
 * The newest layers of an open version, and the one history of them. Editors write into it at every key
 * and are told only what happened elsewhere; the page reads from it when there is time.
 */
export class DraftStore {
  #state: DraftState;
  #history: History = emptyHistory;
  readonly #listeners = new Set<(event: DraftEvent) => void>();
  readonly #texts = new Map<string, DraftText>();

  constructor(version: ProfileVersionView) {
    this.#state = openDraft(version);
  }

  get state(): DraftState {
    return this.#state;
  }

  /** What undo and redo would do; nothing in a published version. */
  get history(): History {
    return this.#state.base.state === "published" ? emptyHistory : this.#history;
  }

  /** Tells every change; returns the end of it. */
  subscribe(listener: (event: DraftEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The text at an address for its editor; always the same object for the same address. */
  text(at: TextAddress): TextDocument {
    const key = addressKey(at);
    const text = this.#texts.get(key) ?? new DraftText(this, at);
    this.#texts.set(key, text);
    return text;
  }

  /** Changes the layers as one step of the history; null when nothing changed. */
  edit(note: EditNote, next: EditLayers): HistoryEntry | null {
    return this.#replace(note, editDraft(this.#state, next));
  }

  /** Takes in what an editor changed. Returns the text, or null in a version published meanwhile. */
  typed(at: TextAddress, edits: readonly TextEdit[]): string | null {
    const { layers, base } = this.#state;
    let text = textAt(layers, at);
    if (text === undefined || base.state === "published") return null;
    const changes: TextChange[] = [];
    for (const edit of edits) {
      const removed = text.slice(edit.from, edit.to);
      changes.push({ from: edit.from, removed, inserted: edit.text });
      text = applyInTurn(text, [edit]);
    }
    const name = layers.find(({ id }) => id === at.layerId)?.name ?? "";
    const entry: HistoryEntry = { kind: "typed", label: `Typing in ${name}`, at, changes };
    this.#history = record(this.#history, entry);
    this.#state = { ...this.#state, layers: withText(layers, at, text) };
    this.#tell({ kind: "typed" });
    return text;
  }

  /** Takes the newest step back. */
  undo(): void {
    const entry = this.history.past.at(-1);
    if (!entry) return;
    this.#history = stepBack(this.#history);
    if (entry.kind === "typed") this.#retype(entry.at, backward(entry.changes));
    else this.#adopt({ ...this.#state, layers: entry.before }, true);
    this.#tell({ kind: "undone", entry });
  }

  /** Does the step again that was taken back last. */
  redo(): void {
    const entry = this.history.future.at(-1);
    if (!entry) return;
    this.#history = stepForward(this.#history);
    if (entry.kind === "typed") this.#retype(entry.at, forward(entry.changes));
    else this.#adopt({ ...this.#state, layers: entry.after }, true);
    this.#tell({ kind: "redone", entry });
  }

  /** True when undo would take back this step. */
  isNewest(entry: HistoryEntry | null): boolean {
    return entry !== null && this.history.past.at(-1) === entry;
  }

  /** See receiveVersion. */
  receive(version: ProfileVersionView): void {
    this.#replace({ label: "Changes saved elsewhere" }, receiveVersion(this.#state, version));
  }

  /** After a pause in typing: a text that is theirs by now is no conflict. */
  settle(): void {
    if (this.#state.theirs) this.edit({ label: "Changes saved elsewhere" }, (layers) => layers);
  }

  /** See restoreDraft. */
  restore(version: ProfileVersionView, kept: StoredDraft): void {
    this.#replace({ label: "Restore unsaved changes" }, restoreDraft(this.#state, version, kept));
  }

  /** See discardDraft. */
  discard(): void {
    this.#replace({ label: "Discard changes" }, discardDraft(this.#state));
  }

  /** See markSaved. */
  saved(sent: ProfileLayer[], revision: number): void {
    this.#replace({ label: "Save" }, markSaved(this.#state, sent, revision));
  }

  /** The notice of restored work is not shown again. */
  dismissRestored(): void {
    this.#replace({ label: "Keep" }, { ...this.#state, restored: null });
  }

  #replace({ edits, ...note }: EditNote, next: DraftState): HistoryEntry | null {
    if (next === this.#state) return null;
    const before = this.#state.layers;
    this.#adopt(next, false, note.at && edits && { at: note.at, edits });
    const after = this.#state.layers;
    if (after !== before) {
      this.#history = record(this.#history, { kind: "layers", ...note, before, after });
    }
    this.#tell({ kind: edits ? "edited" : "changed" });
    return after === before ? null : (this.#history.past.at(-1) ?? null);
  }

  /** Layers that are the same stay the same objects, and open texts are brought to what they are now. */
  #adopt(
    next: DraftState,
    isHistory: boolean,
    known?: { at: TextAddress; edits: readonly TextEdit[] },
  ): void {
    const before = this.#state.layers;
    recognizeManifests(before, next.layers);
    this.#state = { ...next, layers: reuseLayers(before, next.layers) };
    if (known) this.#texts.get(addressKey(known.at))?.update(known.edits, isHistory);
    for (const text of this.#texts.values()) text.update(null, isHistory);
  }

  #retype(at: TextAddress, edits: readonly TextEdit[]): void {
    const { layers } = this.#state;
    const text = applyInTurn(textAt(layers, at) ?? "", edits);
    this.#state = { ...this.#state, layers: withText(layers, at, text) };
    this.#texts.get(addressKey(at))?.update(edits, true);
  }

  #tell(event: DraftEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
