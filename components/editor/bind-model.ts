import type { editor, IRange } from "monaco-editor";
import type { Monaco } from "./load-monaco";
import type { OutsideChange, TextDocument } from "./text-document";
import { editedSpans, editsBetween, type TextEdit } from "./text-edit";

/** Wrapping reads every line, which takes long in a text of megabytes. */
export const maxWrapped = 1_000_000;

/** A document shown in the editor. */
export interface BoundModel {
  model: editor.ITextModel;
  dispose(): void;
}

/**
 * Gives a document a model, which owns the text from then on: what is typed is told to the document and
 * never written back; changes from outside come in as edits and are told to `onOutside`.
 */
export function bindModel(
  monaco: Monaco,
  document: TextDocument,
  onOutside: (changed: IRange[], change: OutsideChange) => void,
): BoundModel {
  const model = createModel(monaco, document.read());
  // Monaco unifies line ends: until something is typed, the document may differ from what is shown.
  let exact = isExact(model, document.read());
  let following = false;
  const typing = model.onDidChangeContent(({ changes }) => {
    if (following) return;
    document.typed(exact ? editsOf(model, changes) : [wholeText(model, document)]);
    exact = true;
  });
  const stop = document.follow((change) => {
    const direct = exact && isExact(model, change.text);
    following = true;
    if (!direct) model.setEOL(lineEndOf(change.text) === "\n" ? 0 : 1);
    const edits = direct ? change.edits : editsBetween(textOf(model), shown(model, change.text));
    for (const edit of edits) applyEdit(monaco, model, edit);
    following = false;
    exact = isExact(model, change.text);
    const spans = editedSpans(edits);
    onOutside(
      spans.map(({ from, to }) => rangeOf(monaco, model, from, to)),
      change,
    );
  });
  return {
    model,
    dispose() {
      stop();
      typing.dispose();
      model.dispose();
    },
  };
}

function createModel(monaco: Monaco, text: string): editor.ITextModel {
  const model = monaco.editor.createModel(text, "yaml");
  // Otherwise a text of one line gets the line ends of the reader's system.
  if (!text.includes("\n")) model.setEOL(0);
  model.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return model;
}

/** The text with the mark that some files begin with; Monaco's own offsets count without it. */
function textOf(model: editor.ITextModel): string {
  return model.getValue(undefined, true);
}

const markLength = (model: editor.ITextModel) =>
  model.getValueLength(undefined, true) - model.getValueLength();

function editsOf(
  model: editor.ITextModel,
  changes: readonly editor.IModelContentChange[],
): TextEdit[] {
  const mark = markLength(model);
  return changes.map(({ rangeOffset, rangeLength, text }) => {
    const from = rangeOffset + mark;
    return { from, to: from + rangeLength, text };
  });
}

function wholeText(model: editor.ITextModel, document: TextDocument): TextEdit {
  return { from: 0, to: document.read().length, text: textOf(model) };
}

function applyEdit(monaco: Monaco, model: editor.ITextModel, { from, to, text }: TextEdit): void {
  // Past Monaco's own undo stack: the draft's history is the only one.
  model.applyEdits([{ range: rangeOf(monaco, model, from, to), text }]);
}

function rangeOf(monaco: Monaco, model: editor.ITextModel, from: number, to: number): IRange {
  const mark = markLength(model);
  return monaco.Range.fromPositions(
    model.getPositionAt(from - mark),
    model.getPositionAt(to - mark),
  );
}

/** The line end that Monaco chooses for a text: the more frequent one. */
function lineEndOf(text: string): "\n" | "\r\n" {
  const all = text.split("\n").length - 1;
  return all > 0 && (text.split("\r\n").length - 1) * 2 > all ? "\r\n" : "\n";
}

/** A text as Monaco shows it. */
function shown(model: editor.ITextModel, text: string): string {
  const start = markLength(model) === 0 ? text.replace(/^\uFEFF/, "") : text;
  return start.replace(/\r\n|\r|\n/g, model.getEOL());
}

/** True when the model holds this text byte for byte, so that offsets in one are offsets in the other. */
function isExact(model: editor.ITextModel, text: string): boolean {
  if (text.startsWith("\uFEFF") !== markLength(model) > 0) return false;
  return model.getEOL() === "\n" ? !text.includes("\r") : !/(?<!\r)\n|\r(?!\n)/.test(text);
}
