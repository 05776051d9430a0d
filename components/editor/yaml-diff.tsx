"use client";

import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { editorOptions } from "./options";
import { useMonaco } from "./use-monaco";

/** Two texts compared line by line; side by side where there is room. */
export function YamlDiff({
  before,
  after,
  label,
  className,
}: {
  before: string;
  after: string;
  label: string;
  className?: string;
}) {
  const { monaco } = useMonaco();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!monaco || !host.current) return undefined;
    const original = monaco.editor.createModel(before, "yaml");
    const modified = monaco.editor.createModel(after, "yaml");
    const view = monaco.editor.createDiffEditor(host.current, {
      ...editorOptions(),
      readOnly: true,
      originalEditable: false,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: true,
      hideUnchangedRegions: { enabled: true },
      ariaLabel: label,
    });
    view.setModel({ original, modified });
    return () => {
      view.dispose();
      original.dispose();
      modified.dispose();
    };
  }, [monaco, before, after, label]);
  return (
    <section aria-label={label} className={cn("relative min-h-48", className)}>
      {monaco ? <div ref={host} className="absolute inset-0" /> : <Skeleton className="h-full" />}
    </section>
  );
}
