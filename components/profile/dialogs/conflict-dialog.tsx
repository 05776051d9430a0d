"use client";

import { useState } from "react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { ProfileChanges } from "@/components/profile/diff/profile-changes";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Time } from "@/components/ui/time";

/** Two people edited the same draft: whose text goes on? Nothing is lost before one decides. */
export function ConflictDialog({ onClose }: { onClose: () => void }) {
  const { draft } = useBuilderContext();
  const [comparing, setComparing] = useState(false);
  const [busy, setBusy] = useState(false);
  const { theirs } = draft;
  if (!theirs) return null;
  const isPublished = theirs.state === "published";
  const keep = async () => {
    setBusy(true);
    const saved = await draft.keepMine();
    setBusy(false);
    if (saved) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={
        isPublished ? "This version was published meanwhile" : "This draft was saved elsewhere"
      }
      description={
        <>
          Somebody changed it <Time at={theirs.updatedAt} />. Your text is still here.
        </>
      }
      size="lg"
      footer={
        <>
          <Button onClick={() => setComparing(!comparing)}>
            {comparing ? "Hide comparison" : "Compare"}
          </Button>
          <Button
            onClick={() => {
              draft.takeTheirs();
              onClose();
            }}
          >
            Load theirs
          </Button>
          {isPublished ? null : (
            <Button variant="primary" loading={busy} onClick={keep}>
              Keep my text
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-3">
        {isPublished ? (
          <Callout tone="warning">
            A published version cannot change. Copy your layers, load theirs, and paste them into a
            new version.
          </Callout>
        ) : (
          <p className="text-sm text-ink-muted">
            “Keep my text” saves yours over theirs. “Load theirs” drops your unsaved changes.
          </p>
        )}
        <CopyButton showLabel label="Copy my layers" text={JSON.stringify(draft.layers, null, 2)} />
        {comparing ? (
          <section aria-label="From theirs to mine" className="space-y-2">
            <h3 className="text-sm font-semibold text-ink">From theirs to mine</h3>
            <ProfileChanges before={theirs.layers} after={draft.layers} />
          </section>
        ) : null}
      </div>
    </Dialog>
  );
}
