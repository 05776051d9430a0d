import type { Monaco } from "./load-monaco";

/** Gives Monaco the colours of the page as they are now; call again after the theme changed. */
export function applyTheme(monaco: Monaco, dark: boolean): void {
  const name = dark ? "lamina-dark" : "lamina-light";
  const token = tokenReader();
  const bare = (variable: string) => token(variable).slice(1, 7);
  monaco.editor.defineTheme(name, {
    base: dark ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "", foreground: bare("--ink") },
      { token: "type", foreground: bare("--accent-text") },
      { token: "string", foreground: bare("--ink") },
      // The base theme has colours of its own for YAML's texts and keys.
      { token: "string.yaml", foreground: bare("--ink") },
      { token: "type.yaml", foreground: bare("--accent-text") },
      { token: "number", foreground: bare("--warn-text") },
      { token: "keyword", foreground: bare("--info-text") },
      { token: "comment", foreground: bare("--ink-faint") },
      { token: "operators", foreground: bare("--ink-muted") },
    ],
    colors: {
      "editor.background": token("--surface"),
      "editor.foreground": token("--ink"),
      "editorLineNumber.foreground": token("--ink-faint"),
      "editorLineNumber.activeForeground": token("--ink"),
      "editorCursor.foreground": token("--accent"),
      "editor.selectionBackground": token("--accent-soft"),
      "editor.inactiveSelectionBackground": token("--hover"),
      "editor.lineHighlightBackground": token("--sunken"),
      "editor.lineHighlightBorder": token("--sunken"),
      "editorIndentGuide.background1": token("--line"),
      "editorIndentGuide.activeBackground1": token("--line-strong"),
      "editorWidget.background": token("--raised"),
      "editorWidget.border": token("--line-strong"),
      "editorHoverWidget.background": token("--raised"),
      "editorHoverWidget.border": token("--line-strong"),
      "editorSuggestWidget.background": token("--raised"),
      "editorSuggestWidget.border": token("--line-strong"),
      "editorSuggestWidget.selectedBackground": token("--hover"),
      "editorSuggestWidget.selectedForeground": token("--ink"),
      "editorSuggestWidget.highlightForeground": token("--accent-text"),
      "editorSuggestWidget.focusHighlightForeground": token("--accent-text"),
      "editorError.foreground": token("--danger"),
      "editorWarning.foreground": token("--warn"),
      "editorGutter.background": token("--surface"),
      "editorStickyScroll.background": token("--surface"),
      "editorStickyScrollHover.background": token("--hover"),
      "diffEditor.insertedTextBackground": `${token("--ok")}33`,
      "diffEditor.removedTextBackground": `${token("--danger")}33`,
      "diffEditor.insertedLineBackground": `${token("--ok")}1a`,
      "diffEditor.removedLineBackground": `${token("--danger")}1a`,
      "scrollbar.shadow": "#00000000",
      focusBorder: token("--focus"),
    },
  });
  monaco.editor.setTheme(name);
}

/** Tokens are oklch; Monaco reads only hex, and a canvas converts whatever the browser understands. */
function tokenReader(): (variable: string) => string {
  const styles = getComputedStyle(document.documentElement);
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (variable) => {
    if (!context) return "#808080";
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = styles.getPropertyValue(variable);
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}
