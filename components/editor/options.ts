import type { editor } from "monaco-editor";

/** How every editor of the console looks and behaves. */
export function editorOptions(): editor.IEditorOptions & editor.IGlobalEditorOptions {
  const styles = getComputedStyle(document.documentElement);
  const mono = styles.getPropertyValue("--font-jetbrains").trim();
  return {
    automaticLayout: true,
    fontFamily: `${mono === "" ? "" : `${mono}, `}ui-monospace, Menlo, monospace`,
    fontSize: matchMedia("(pointer: coarse)").matches ? 16 : 12.5,
    lineHeight: 20,
    fontLigatures: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    wrappingIndent: "indent",
    padding: { top: 10, bottom: 10 },
    lineNumbersMinChars: 3,
    glyphMargin: false,
    folding: true,
    renderLineHighlight: "line",
    stickyScroll: { enabled: false },
    overviewRulerLanes: 2,
    overviewRulerBorder: false,
    scrollbar: {
      verticalScrollbarSize: 10,
      horizontalScrollbarSize: 10,
      alwaysConsumeMouseWheel: false,
    },
    fixedOverflowWidgets: true,
    // What is typed stays as typed: Enter always ends the line, Tab takes a proposal.
    acceptSuggestionOnEnter: "off",
    unusualLineTerminators: "off",
    quickSuggestions: { other: true, comments: false, strings: true },
    wordBasedSuggestions: "off",
    unicodeHighlight: { ambiguousCharacters: false },
    bracketPairColorization: { enabled: false },
    smoothScrolling: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}
