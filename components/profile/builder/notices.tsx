"use client";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import { useBuilderContext } from "./builder-context";

/** What one should know before going on: restored work, what somebody else did to the draft. */
export function Notices({ onConflict }: { onConflict: () => void }) {
  const { draft } = useBuilderContext();
  if (draft.theirs) {
    const isPublished = draft.theirs.state === "published";
    return (
      <Callout
        tone="warning"
        className="rounded-none border-b"
        title={
          isPublished
            ? "This version was published while you were editing it"
            : "This draft was saved elsewhere since you opened it"
        }
        action={
          <Button size="sm" onClick={onConflict}>
            Decide…
          </Button>
        }
      >
        {isPublished
          ? "Your unsaved text is not part of it. It is kept here until you decide."
          : "Your text is kept here until you decide which one goes on."}
      </Callout>
    );
  }
  if (draft.restored) {
    return (
      <Callout
        className="rounded-none border-b"
        title="Unsaved work was brought back"
        action={
          <span className="flex gap-1.5">
            <Button size="sm" onClick={draft.discard}>
              Discard
            </Button>
            <Button size="sm" onClick={draft.dismissRestored}>
              Keep
            </Button>
          </span>
        }
      >
        This tab kept it <Time at={draft.restored} />. It is not saved yet.
      </Callout>
    );
  }
  return null;
}
