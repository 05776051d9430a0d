import type { editor, IRange } from "monaco-editor";
import type { Problem } from "@/server/domain/yaml/types";
import type { Monaco } from "./load-monaco";
import { editsBetween } from "./text-edit";

/**
 * The text each model stands for. Monaco unifies mixed line ends when a text is loaded, so its own text
 * is compared only after somebody typed: an untouched text stays byte for byte what it was.
 */
const knownText = new WeakMap<editor.ITextModel, string>();

/** The model of a document; kept while its builder is open, so undo survives a change of the tab. */
export function modelFor(monaco: Monaco, key: string, text: string): editor.ITextModel {
  const uri = monaco.Uri.parse(`inmemory://lamina/${key}`);
  const found = monaco.editor.getModel(uri);
  if (found) return found;
  const model = monaco.editor.createModel(text, "yaml", uri);
  model.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  knownText.set(model, text);
  return model;
}

/** Forgets all documents whose key begins so. */
export function disposeModels(monaco: Monaco, prefix: string): void {
  for (const model of monaco.editor.getModels()) {
    if (model.uri.path.startsWith(`/${prefix}`)) model.dispose();
  }
}

/** What the user has now; null when the change was ours. */
export function readTyped(model: editor.ITextModel): string | null {
  const text = model.getValue(undefined, true);
  if (text === knownText.get(model)) return null;
  knownText.set(model, text);
  return text;
}

/**
 * Brings a text changed from outside (a preset, a reload) in as one step that Ctrl-Z takes back.
 * Returns the lines that are new.
 */
export function writeText(monaco: Monaco, model: editor.ITextModel, text: string): IRange[] {
  if (knownText.get(model) === text) return [];
  const edits = editsBetween(model.getValue(undefined, true), text);
  knownText.set(model, text);
  if (edits.length === 0) return [];
  const operations = edits.map((edit) => ({
    range: monaco.Range.fromPositions(model.getPositionAt(edit.from), model.getPositionAt(edit.to)),
    text: edit.text,
  }));
  let changed: IRange[] = [];
  model.pushStackElement();
  model.pushEditOperations([], operations, (inverse) => {
    changed = inverse.map(({ range }) => range);
    return null;
  });
  model.pushStackElement();
  return changed;
}

/** Draws the engine's problems under the text they are about. */
export function showProblems(
  monaco: Monaco,
  model: editor.ITextModel,
  problems: readonly Problem[],
): void {
  const severity = { error: 8, warning: 4 } as const;
  const markers = problems.map((problem) => ({
    startLineNumber: problem.line,
    startColumn: problem.column,
    endLineNumber: problem.endLine,
    endColumn: Math.max(problem.endColumn, problem.column + 1),
    message: problem.message,
    severity: severity[problem.severity],
  }));
  monaco.editor.setModelMarkers(model, "lamina", markers);
}
