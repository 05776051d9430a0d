"use client";

import { Check, CircleDot } from "lucide-react";
import { apiErrorOf } from "@/components/trpc/api-error";
import { Spinner } from "@/components/ui/spinner";
import { useBuilderContext } from "./builder-context";

/** Saved, not saved, being saved, or why not; announced politely. */
export function SaveState() {
  const { draft } = useBuilderContext();
  return (
    <output className="flex min-w-0 items-center gap-1.5 text-xs text-ink-muted [&_svg]:size-3.5 [&_svg]:shrink-0">
      <Words draft={draft} />
    </output>
  );
}

function Words({ draft }: { draft: ReturnType<typeof useBuilderContext>["draft"] }) {
  if (draft.saving) {
    return (
      <>
        <Spinner /> Saving…
      </>
    );
  }
  if (draft.error && draft.dirty) {
    return (
      <span className="truncate text-danger-text">
        Not saved: {apiErrorOf(draft.error).message}
      </span>
    );
  }
  if (draft.dirty) {
    return (
      <>
        <CircleDot className="text-accent" /> Unsaved changes
      </>
    );
  }
  return (
    <>
      <Check className="text-ok" /> Saved
    </>
  );
}
