import type { OutsideChange, TextDocument } from "@/components/editor/text-document";
import { applyInTurn, editsBetween, type TextEdit } from "@/components/editor/text-edit";
import type { DraftStore } from "./draft-store";
import { addressKey, type TextAddress, textAt } from "./text-address";

/** One text of a draft as its editor sees it. */
export class DraftText implements TextDocument {
  readonly key: string;
  /** What an open editor shows; also what is left of a text whose layer was removed. */
  #shown: string;
  readonly #listeners = new Set<(change: OutsideChange) => void>();

  constructor(
    private readonly store: DraftStore,
    private readonly at: TextAddress,
  ) {
    this.key = addressKey(at);
    this.#shown = textAt(store.state.layers, at) ?? "";
  }

  read(): string {
    return textAt(this.store.state.layers, this.at) ?? this.#shown;
  }

  typed(edits: readonly TextEdit[]): void {
    const text = this.store.typed(this.at, edits);
    this.#shown = text ?? applyInTurn(this.#shown, edits);
    // Refused: the editor gets the draft's text back, once it is done with this change.
    if (text === null) queueMicrotask(() => this.update(null, false));
  }

  follow(listener: (change: OutsideChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  undo(): void {
    this.store.undo();
  }

  redo(): void {
    this.store.redo();
  }

  /** Brings what the draft has by now to the editor; by these edits where they are known. */
  update(edits: readonly TextEdit[] | null, isHistory: boolean): void {
    const [before, text] = [this.#shown, this.read()];
    if (before === text) return;
    this.#shown = text;
    if (this.#listeners.size === 0) return;
    const change = { edits: edits ?? editsBetween(before, text), text, isHistory };
    for (const listener of this.#listeners) listener(change);
  }
}
