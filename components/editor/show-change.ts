import type { editor, IRange } from "monaco-editor";
import type { Problem } from "@/server/domain/yaml/types";
import type { Monaco } from "./load-monaco";
import type { OutsideChange } from "./text-document";

/** Leads the eye to what changed without the person's typing: the caret after an undo, else a tint. */
export function showChange(
  view: editor.IStandaloneCodeEditor,
  ranges: readonly IRange[],
  { isHistory }: OutsideChange,
): void {
  const last = ranges.at(-1);
  if (!last) return;
  view.revealRangeInCenterIfOutsideViewport(last);
  if (isHistory) view.setPosition({ lineNumber: last.endLineNumber, column: last.endColumn });
  else tint(view, ranges);
}

function tint(view: editor.IStandaloneCodeEditor, ranges: readonly IRange[]): void {
  const marks = view.createDecorationsCollection(
    ranges.map((range) => ({
      // A new line ends at the start of the next one, which did not change.
      range: {
        ...range,
        endLineNumber:
          range.endColumn === 1 && range.endLineNumber > range.startLineNumber
            ? range.endLineNumber - 1
            : range.endLineNumber,
      },
      options: { isWholeLine: true, className: "lamina-changed-line" },
    })),
  );
  setTimeout(() => marks.clear(), 1600);
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
