import type { editor } from "monaco-editor";
import type { Monaco } from "./load-monaco";
import type { Lines } from "./path-at";
import { explain, suggest, type YamlHelp } from "./yaml-help";

const helpOfModel = new WeakMap<editor.ITextModel, YamlHelp>();

/** Which pack explains the keys of a text. */
export function setHelp(model: editor.ITextModel, help: YamlHelp | undefined): void {
  if (help) helpOfModel.set(model, help);
  else helpOfModel.delete(model);
}

const linesIn = (model: editor.ITextModel): Lines => ({
  count: model.getLineCount(),
  at: (line) => model.getLineContent(line),
});

/** Hover texts and proposals from the pack's own rules, so that they never disagree with the problems. */
export function registerYamlHelp(monaco: Monaco): void {
  const { CompletionItemKind } = monaco.languages;
  monaco.languages.registerHoverProvider("yaml", {
    provideHover(model, { lineNumber, column }) {
      const help = helpOfModel.get(model);
      const lines = help && explain(help, linesIn(model), lineNumber, column);
      return lines ? { contents: lines.map((value) => ({ value })) } : null;
    },
  });
  monaco.languages.registerCompletionItemProvider("yaml", {
    triggerCharacters: [" ", ":"],
    provideCompletionItems(model, { lineNumber, column }) {
      const help = helpOfModel.get(model);
      if (!help) return { suggestions: [] };
      const word = model.getWordUntilPosition({ lineNumber, column });
      const range = new monaco.Range(lineNumber, word.startColumn, lineNumber, word.endColumn);
      const found = suggest(help, linesIn(model), lineNumber, column);
      return {
        suggestions: found.map((one, at) => ({
          label: one.label,
          insertText: one.insert,
          detail: one.detail,
          kind: one.kind === "key" ? CompletionItemKind.Property : CompletionItemKind.Value,
          sortText: String(at).padStart(4, "0"),
          range,
        })),
      };
    },
  });
}
