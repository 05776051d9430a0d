import type { editor } from "monaco-editor";

/** Where a message is shown, and what it says. */
export interface LineMessage {
  line: number;
  column: number;
  message: string;
}

const below = 2;
const above = 1;

/** Shows a message at its line until the text changes or the caret leaves the line; returns its end. */
export function showLineMessage(
  view: editor.ICodeEditor,
  { line, column, message }: LineMessage,
): () => void {
  const node = document.createElement("div");
  node.className = "lamina-line-message";
  node.setAttribute("role", "note");
  node.textContent = message;
  const widget: editor.IContentWidget = {
    getId: () => "lamina.line-message",
    getDomNode: () => node,
    getPosition: () => ({
      position: { lineNumber: line, column },
      preference: [below, above],
    }),
  };
  view.addContentWidget(widget);
  const listeners = [
    view.onDidChangeModelContent(() => end()),
    view.onDidChangeCursorPosition(({ position }) => {
      if (position.lineNumber !== line) end();
    }),
  ];
  const end = () => {
    for (const listener of listeners.splice(0)) listener.dispose();
    view.removeContentWidget(widget);
  };
  return end;
}
