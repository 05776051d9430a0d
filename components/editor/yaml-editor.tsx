"use client";

import "./editor.css";
import type { editor } from "monaco-editor";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Callout } from "@/components/ui/callout";
import type { Problem } from "@/server/domain/yaml/types";
import { indentAlways } from "./auto-indent";
import { bindModel, maxWrapped } from "./bind-model";
import { addActions } from "./editor-actions";
import { showLineMessage } from "./line-message";
import type { Monaco } from "./load-monaco";
import { editorOptions } from "./options";
import { setHelp } from "./register-help";
import { showChange, showProblems } from "./show-change";
import type { TextDocument } from "./text-document";
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
  /** The text; the editor's model owns it while it is shown. */
  document: TextDocument;
  readOnly: boolean;
  /** Accessible name, e.g. "Values of sample-web". */
  label: string;
  problems?: readonly Problem[];
  help?: YamlHelp;
  reveal?: RevealTarget | null;
  onEscape?: () => void;
  className?: string;
}

/** Monaco for one YAML text; until it is loaded, the text itself. */
export function YamlEditor(props: YamlEditorProps) {
  const { monaco, failed } = useMonaco();
  return (
    <div className={cn("relative min-h-0 bg-surface", props.className)}>
      {failed ? (
        <Callout tone="warning" title="The editor could not be loaded" className="m-3">
          The text is shown below. Reload the page to try again; nothing is lost.
        </Callout>
      ) : null}
      {monaco ? <Mounted monaco={monaco} {...props} /> : <Plain {...props} whole={failed} />}
    </div>
  );
}

/** More than any screen shows. */
const firstCharacters = 20_000;

function Plain({ document, label, whole }: YamlEditorProps & { whole: boolean }) {
  const text = document.read();
  return (
    <pre
      aria-label={label}
      className={cn(
        "h-full px-12 py-2.5 font-mono text-[12.5px] leading-5 text-ink-muted",
        whole ? "overflow-auto" : "overflow-hidden",
      )}
    >
      {whole ? text : text.slice(0, firstCharacters)}
    </pre>
  );
}

function Mounted({ monaco, ...props }: YamlEditorProps & { monaco: Monaco }) {
  const { document, label, readOnly } = props;
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<editor.IStandaloneCodeEditor>();
  const undo = useEffectEvent(() => document.undo());
  const redo = useEffectEvent(() => document.redo());
  const leave = useEffectEvent(() => props.onEscape?.());
  useEffect(() => {
    if (!host.current) return undefined;
    const created = monaco.editor.create(host.current, { ...editorOptions(), model: null });
    addActions(monaco, created, { undo: () => undo(), redo: () => redo(), leave: () => leave() });
    indentAlways(monaco, created);
    setView(created);
    return () => created.dispose();
  }, [monaco]);
  useEffect(() => {
    view?.updateOptions({ ariaLabel: label, readOnly, domReadOnly: readOnly });
  }, [view, label, readOnly]);
  return (
    <>
      <div ref={host} className="absolute inset-0" />
      {view ? <Shown key={document.key} monaco={monaco} view={view} {...props} /> : null}
    </>
  );
}

/** One document in the editor, which goes on to the next without being made again. */
function Shown({
  monaco,
  view,
  document,
  problems,
  help,
  reveal,
}: YamlEditorProps & { monaco: Monaco; view: editor.IStandaloneCodeEditor }) {
  useEffect(() => {
    const bound = bindModel(monaco, document, (ranges, change) => showChange(view, ranges, change));
    view.updateOptions({ wordWrap: document.read().length > maxWrapped ? "off" : "on" });
    view.setModel(bound.model);
    return () => bound.dispose();
  }, [monaco, view, document]);
  useEffect(() => {
    const model = view.getModel();
    if (model) showProblems(monaco, model, problems ?? []);
  }, [monaco, view, problems]);
  useEffect(() => {
    const model = view.getModel();
    if (model) setHelp(model, help);
  }, [view, help]);
  useEffect(() => {
    if (!reveal) return undefined;
    const position = { lineNumber: reveal.line, column: reveal.column };
    view.setPosition(position);
    view.revealPositionInCenterIfOutsideViewport(position);
    view.focus();
    return showLineMessage(view, reveal);
  }, [view, reveal]);
  return null;
}
