import type { editor } from "monaco-editor";
import type { Monaco } from "./load-monaco";

/** Acts of the page that the editor's keys call. */
export interface EditorActs {
  undo(): void;
  redo(): void;
  leave(): void;
}

/** Undo and redo go through the draft's one history; Escape leaves; Alt-Z turns the wrapping of lines. */
export function addActions(
  monaco: Monaco,
  view: editor.IStandaloneCodeEditor,
  acts: EditorActs,
): void {
  const { KeyCode, KeyMod } = monaco;
  const inText = { keybindingContext: "editorTextFocus" };
  view.addAction({
    ...inText,
    id: "lamina.undo",
    label: "Undo",
    keybindings: [KeyMod.CtrlCmd | KeyCode.KeyZ],
    run: () => acts.undo(),
  });
  view.addAction({
    ...inText,
    id: "lamina.redo",
    label: "Redo",
    keybindings: [KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ, KeyMod.CtrlCmd | KeyCode.KeyY],
    run: () => acts.redo(),
  });
  view.addAction({
    ...inText,
    id: "lamina.wrap",
    label: "Toggle word wrap",
    keybindings: [KeyMod.Alt | KeyCode.KeyZ],
    run: () => toggleWrap(monaco, view),
  });
  view.addAction({
    id: "lamina.leave",
    label: "Back to the layer stack",
    keybindings: [KeyCode.Escape],
    precondition:
      "!suggestWidgetVisible && !findWidgetVisible && !markersNavigationVisible && !editorHasSelection && !editorHasMultipleSelections && !inSnippetMode",
    run: () => acts.leave(),
  });
}

function toggleWrap(monaco: Monaco, view: editor.IStandaloneCodeEditor): void {
  const isOn = view.getOption(monaco.editor.EditorOption.wordWrap) === "on";
  view.updateOptions({ wordWrap: isOn ? "off" : "on" });
}
