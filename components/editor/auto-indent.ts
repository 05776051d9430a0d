import type { editor } from "monaco-editor";
import type { Monaco } from "./load-monaco";

/** A part of Monaco's models that its types leave out. */
interface Tokenization {
  isCheapToTokenize(line: number): boolean;
  forceTokenization(line: number): void;
}

/** Reading this many lines takes no time that one would feel. */
const nearLines = 500;

/**
 * Has Enter indent the new line however quickly one types. Monaco indents only behind lines that it has
 * read for its colours, which it does in pauses: the same keys would give different texts.
 */
export function indentAlways(monaco: Monaco, view: editor.IStandaloneCodeEditor): void {
  view.onKeyDown(({ keyCode }) => {
    const line = view.getPosition()?.lineNumber;
    if (keyCode !== monaco.KeyCode.Enter || line === undefined) return;
    const tokens = tokenizationOf(view.getModel());
    if (tokens?.isCheapToTokenize(Math.max(1, line - nearLines))) tokens.forceTokenization(line);
  });
}

function tokenizationOf(model: editor.ITextModel | null): Tokenization | undefined {
  return (model as { tokenization?: Tokenization } | null)?.tokenization;
}
