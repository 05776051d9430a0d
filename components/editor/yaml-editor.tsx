"use client";

import "./editor.css";

import type { editor, IRange } from "monaco-editor";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Callout } from "@/components/ui/callout";
import type { Problem } from "@/server/domain/yaml/types";
import { showLineMessage } from "./line-message";
import type { Monaco } from "./load-monaco";
import { modelFor, readTyped, showProblems, writeText } from "./model-text";
import { editorOptions } from "./options";
import { setHelp } from "./register-help";
import { useMonaco } from "./use-monaco";
import type { YamlHelp } from "./yaml-help";

/** A place to put the cursor; a new object moves it again. */
export interface RevealTarget {
  line: number;
  column: number;
  /** Shown at the line. */
  message: string;
}

interface YamlEditorProps {
  /** Identity of the text, e.g. version/layer/values; its undo history lives as long as the builder. */
  documentKey: string;
  value: string;
  onChange?: (text: string) => void;
  /** Accessible name, e.g. "Values of sample-web". */
  label: string;
  problems?: readonly Problem[];
  help?: YamlHelp;
  reveal?: RevealTarget | null;
  onEscape?: () => void;
  className?: string;
}

/** Monaco for one YAML text; until it is loaded, the text itself. Without `onChange` it is read-only. */
export function YamlEditor(props: YamlEditorProps) {
  const { monaco, failed } = useMonaco();
  return (
    <div className={cn("relative min-h-0 bg-surface", props.className)}>
      {failed ? (
        <Callout tone="warning" title="The editor could not be loaded" className="m-3">
          The text is shown below. Reload the page to try again; nothing is lost.
        </Callout>
      ) : null}
      {monaco ? (
        <Mounted key={props.documentKey} monaco={monaco} {...props} />
      ) : (
        <Plain {...props} />
      )}
    </div>
  );
}

function Plain({ value, label }: YamlEditorProps) {
  return (
    <pre
      aria-label={label}
      className="h-full overflow-hidden px-12 py-2.5 font-mono text-[12.5px] leading-5 text-ink-muted"
    >
      {value}
    </pre>
  );
}

function Mounted({ monaco, ...props }: YamlEditorProps & { monaco: Monaco }) {
  const { documentKey, value, label, problems, help, reveal, onChange } = props;
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<editor.IStandaloneCodeEditor>();
  const readOnly = onChange === undefined;
  const typed = useEffectEvent((model: editor.ITextModel) => {
    const text = readTyped(model);
    if (text !== null) onChange?.(text);
  });
  const escape = useEffectEvent(() => props.onEscape?.());

  useEffect(() => {
    if (!host.current) return undefined;
    const model = modelFor(monaco, documentKey, value);
    const created = monaco.editor.create(host.current, { ...editorOptions(), model });
    const listener = model.onDidChangeContent(() => typed(model));
    created.addAction({
      id: "lamina.leave",
      label: "Back to the layer stack",
      keybindings: [monaco.KeyCode.Escape],
      precondition:
        "!suggestWidgetVisible && !findWidgetVisible && !markersNavigationVisible && !editorHasSelection && !editorHasMultipleSelections && !inSnippetMode",
      run: () => escape(),
    });
    setView(created);
    return () => {
      listener.dispose();
      created.dispose();
    };
    // The text at the time of opening is enough: later ones come through the effect below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [monaco, documentKey]);

  useEffect(() => {
    view?.updateOptions({ ariaLabel: label, readOnly, domReadOnly: readOnly });
  }, [view, label, readOnly]);
  useEffect(() => {
    const model = view?.getModel();
    if (!view || !model) return;
    flash(view, writeText(monaco, model, value));
  }, [monaco, view, value]);
  useEffect(() => {
    const model = view?.getModel();
    if (model) showProblems(monaco, model, problems ?? []);
  }, [monaco, view, problems]);
  useEffect(() => {
    const model = view?.getModel();
    if (model) setHelp(model, help);
  }, [view, help]);
  useEffect(() => {
    if (!view || !reveal) return undefined;
    const position = { lineNumber: reveal.line, column: reveal.column };
    view.setPosition(position);
    view.revealPositionInCenterIfOutsideViewport(position);
    view.focus();
    return showLineMessage(view, reveal);
  }, [view, reveal]);

  return <div ref={host} className="absolute inset-0" />;
}

/** Tints the lines that changed by themselves for a moment, so the eye finds them. */
function flash(view: editor.IStandaloneCodeEditor, ranges: readonly IRange[]): void {
  const last = ranges.at(-1);
  if (!last) return;
  view.revealRangeInCenterIfOutsideViewport(last);
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
