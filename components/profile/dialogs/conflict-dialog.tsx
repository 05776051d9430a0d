"use client";

import { useState, type ReactNode } from "react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { ProfileChanges } from "@/components/profile/diff/profile-changes";
import { nextVersion, versionProblem } from "@/components/profile/model/next-version";
import { apiErrorOf } from "@/components/trpc/api-error";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Time } from "@/components/ui/time";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { useCreateVersion } from "./use-create-version";
import { VersionField } from "./version-field";

interface DecisionProps {
  theirs: ProfileVersionView;
  onClose: () => void;
}

/** Two people edited the same draft: whose text goes on? Nothing is lost before one decides. */
export function ConflictDialog({ onClose }: { onClose: () => void }) {
  const { theirs } = useBuilderContext().draft;
  if (!theirs) return null;
  const Decision = theirs.state === "published" ? PublishedMeanwhile : SavedElsewhere;
  return <Decision theirs={theirs} onClose={onClose} />;
}

/** A draft: one of the two texts goes on in it. */
function SavedElsewhere({ theirs, onClose }: DecisionProps) {
  const { draft } = useBuilderContext();
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    const result = await draft.keepMine();
    setBusy(false);
    if (result.saved) onClose();
  };
  return (
    <Decide
      theirs={theirs}
      onClose={onClose}
      title="This draft was saved elsewhere"
      primary={
        <Button variant="primary" loading={busy} onClick={keep}>
          Keep my text
        </Button>
      }
    >
      <p className="text-sm text-ink-muted">
        “Keep my text” saves yours over theirs. “Load theirs” drops your unsaved changes.
      </p>
    </Decide>
  );
}

/** A published version cannot change: the text goes on in a new draft. */
function PublishedMeanwhile({ theirs, onClose }: DecisionProps) {
  const { draft } = useBuilderContext();
  const taken = theirs.profile.versions.map((one) => one.version);
  const [typed, setTyped] = useState<string | null>(null);
  const number = typed ?? nextVersion(taken);
  const create = useCreateVersion(theirs.profile.id, () => {
    draft.discard();
    onClose();
  });
  const fault = versionProblem(number, taken);
  const refused = apiErrorOf(create.error).fields["version"];
  const { layers } = draft;
  const begin = () => create.mutate({ fromVersionId: theirs.id, version: number.trim(), layers });
  return (
    <Decide
      theirs={theirs}
      onClose={onClose}
      title="This version was published meanwhile"
      primary={
        <Button
          variant="primary"
          disabled={fault !== null}
          loading={create.isPending}
          onClick={begin}
        >
          New version with my layers
        </Button>
      }
    >
      <p className="text-sm text-ink-muted">
        {theirs.version} is published without your unsaved changes and cannot change any more. They
        go on as a new draft; “Load theirs” drops them.
      </p>
      <VersionField value={number} onChange={setTyped} taken={taken} error={fault ?? refused} />
      {refused ? null : <MutationError error={create.error} />}
    </Decide>
  );
}

/** What both decisions share: when it happened, the comparison, and giving up one's own text. */
function Decide({
  theirs,
  onClose,
  title,
  primary,
  children,
}: DecisionProps & { title: string; primary: ReactNode; children: ReactNode }) {
  const { draft } = useBuilderContext();
  const [comparing, setComparing] = useState(false);
  const take = () => {
    draft.discard();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      description={
        <>
          It happened <Time at={theirs.updatedAt} />. Your text is still here.
        </>
      }
      size="lg"
      footer={
        <>
          <Button onClick={() => setComparing(!comparing)}>
            {comparing ? "Hide comparison" : "Compare"}
          </Button>
          <Button onClick={take}>Load theirs</Button>
          {primary}
        </>
      }
    >
      <div className="space-y-3">
        {children}
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
