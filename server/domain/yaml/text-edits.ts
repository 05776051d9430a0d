/** Replaces the characters from `from` to `to` of a text. */
export interface TextEdit {
  from: number;
  to: number;
  text: string;
}

/** The text after all edits; they are given in order, do not overlap, and count in the text before. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let [result, at] = ["", 0];
  for (const { from, to, text: inserted } of edits) {
    result += text.slice(at, from) + inserted;
    at = to;
  }
  return result + text.slice(at);
}

/** A part of the text before that still stands, or text that was put in. */
type Piece = { from: number; to: number } | string;

/** A text under several rounds of edits, which it can tell as one round against the text it began with. */
export class TextChange {
  #pieces: Piece[];
  #text: string;

  constructor(readonly before: string) {
    this.#text = before;
    this.#pieces = [{ from: 0, to: before.length }];
  }

  get text(): string {
    return this.#text;
  }

  apply(edits: readonly TextEdit[]): void {
    if (edits.length === 0) return;
    const pieces: Piece[] = [];
    let at = 0;
    for (const { from, to, text } of edits) {
      pieces.push(...this.#cut(at, from), text);
      at = to;
    }
    pieces.push(...this.#cut(at, this.#text.length));
    this.#pieces = pieces;
    this.#text = applyEdits(this.#text, edits);
  }

  /** The smallest edits that lead from the text before to the text now. */
  edits(): TextEdit[] {
    const edits: TextEdit[] = [];
    let [at, inserted] = [0, ""];
    const close = (from: number) => {
      const edit = smallest(this.before, { from: at, to: from, text: inserted });
      if (edit.from < edit.to || edit.text !== "") edits.push(edit);
      inserted = "";
    };
    for (const piece of this.#pieces) {
      if (typeof piece === "string") inserted += piece;
      else if (piece.from < piece.to) {
        close(piece.from);
        at = piece.to;
      }
    }
    close(this.before.length);
    return edits;
  }

  #cut(from: number, to: number): Piece[] {
    const cut: Piece[] = [];
    let at = 0;
    for (const piece of this.#pieces) {
      const length = typeof piece === "string" ? piece.length : piece.to - piece.from;
      const [start, end] = [Math.max(from - at, 0), Math.min(to - at, length)];
      at += length;
      if (start >= end) continue;
      if (typeof piece === "string") cut.push(piece.slice(start, end));
      else cut.push({ from: piece.from + start, to: piece.from + end });
    }
    return cut;
  }
}

/** Without what the replaced and the new text begin and end with alike. */
function smallest(before: string, edit: TextEdit): TextEdit {
  let { from, to, text } = edit;
  let start = 0;
  while (from + start < to && start < text.length && before[from + start] === text[start]) start++;
  [from, text] = [from + start, text.slice(start)];
  let end = 0;
  while (
    to - end > from &&
    end < text.length &&
    before[to - end - 1] === text[text.length - end - 1]
  ) {
    end++;
  }
  [to, text] = [to - end, text.slice(0, text.length - end)];
  return { from, to, text };
}
