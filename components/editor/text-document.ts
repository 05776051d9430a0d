import type { TextEdit } from "./text-edit";

/** What came into a document from elsewhere than its editor. */
export interface OutsideChange {
  /** Made one after the other they lead from the text before to `text`. */
  edits: readonly TextEdit[];
  text: string;
  /** An undo or redo: the caret goes there. Anything else leaves the caret and shows what changed. */
  isHistory: boolean;
}

/**
 * A text that is edited. Its editor tells every change once and is never told its own back; only what
 * happens elsewhere (a preset, an undo, a text saved by others) comes to it, as edits.
 */
export interface TextDocument {
  /** Stands for this text and no other, for as long as its page is open. */
  key: string;
  /** The newest text, byte for byte. */
  read(): string;
  /** Takes what the editor changed, in the order in which it happened. */
  typed(edits: readonly TextEdit[]): void;
  /** Tells changes from outside; returns the end of it. */
  follow(listener: (change: OutsideChange) => void): () => void;
  undo(): void;
  redo(): void;
}
