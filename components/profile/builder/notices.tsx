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
            : "This draft was changed elsewhere since you opened it"
        }
        action={
          <Button size="sm" onClick={onConflict}>
            Resolve…
          </Button>
        }
      >
        {isPublished
          ? "Your unsaved changes are not part of it. They are kept here until you resolve the conflict."
          : "Your changes are kept here until you choose which version to keep."}
      </Callout>
    );
  }
  if (draft.restored) {
    return (
      <Callout
        className="rounded-none border-b"
        title={
          <>
            Unsaved changes restored (from <Time at={draft.restored} />)
          </>
        }
        action={
          <span className="flex gap-1.5">
            <Button size="sm" onClick={() => draft.store.discard()}>
              Discard
            </Button>
            <Button size="sm" onClick={() => draft.store.dismissRestored()}>
              Keep
            </Button>
          </span>
        }
      >
        They are not saved yet.
      </Callout>
    );
  }
  return null;
}
