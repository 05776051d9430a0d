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

/** Two people edited the same draft: which text is kept? Nothing is lost before one chooses. */
export function ConflictDialog({ onClose }: { onClose: () => void }) {
  const { theirs } = useBuilderContext().draft;
  if (!theirs) return null;
  const Decision = theirs.state === "published" ? PublishedMeanwhile : SavedElsewhere;
  return <Decision theirs={theirs} onClose={onClose} />;
}

/** A draft: it keeps one of the two texts. */
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
      title="This draft was changed elsewhere"
      primary={
        <Button variant="primary" loading={busy} onClick={keep}>
          Keep my changes
        </Button>
      }
    >
      <p className="text-sm text-ink-muted">
        “Keep my changes” overwrites the other version. “Load the other version” discards your
        unsaved changes.
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
    draft.store.discard();
    onClose();
  });
  const fault = versionProblem(number, taken);
  const refused = apiErrorOf(create.error).fields["version"];
  const begin = () => {
    const { layers } = draft.store.state;
    create.mutate({ fromVersionId: theirs.id, version: number.trim(), layers });
  };
  return (
    <Decide
      theirs={theirs}
      onClose={onClose}
      title="This version was published in the meantime"
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
        {theirs.version} was published without your unsaved changes and can no longer be edited.
        Continue with them in a new draft, or choose “Load the other version” to discard them.
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
    draft.store.discard();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      description={
        <>
          Changed <Time at={theirs.updatedAt} />. Your changes are still here.
        </>
      }
      size="lg"
      footer={
        <>
          <Button onClick={() => setComparing(!comparing)}>
            {comparing ? "Hide comparison" : "Compare"}
          </Button>
          <Button onClick={take}>Load the other version</Button>
          {primary}
        </>
      }
    >
      <div className="space-y-3">
        {children}
        {comparing ? (
          <section aria-label="Changes from theirs to yours" className="space-y-2">
            <h3 className="text-sm font-semibold text-ink">Changes from theirs to yours</h3>
            <ProfileChanges before={theirs.layers} after={draft.layers} />
          </section>
        ) : null}
      </div>
    </Dialog>
  );
}
