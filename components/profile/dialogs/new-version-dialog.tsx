"use client";

import { useId, useState, type FormEvent } from "react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { nextVersion, versionProblem } from "@/components/profile/model/next-version";
import { apiErrorOf } from "@/components/trpc/api-error";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { useCreateVersion } from "./use-create-version";
import { VersionField } from "./version-field";

/** Begins a new draft as a copy of this version; what is unsaved here is saved first. */
export function NewVersionDialog({
  onClose,
  onStale,
}: {
  onClose: () => void;
  onStale: () => void;
}) {
  const { version, draft } = useBuilderContext();
  const { profile } = version;
  const formId = useId();
  const taken = profile.versions.map((one) => one.version);
  const [number, setNumber] = useState(nextVersion(taken));
  const create = useCreateVersion(profile.id, onClose);
  const fault = versionProblem(number, taken);
  const refused = apiErrorOf(create.error).fields["version"];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (fault !== null || draft.saving || create.isPending) return;
    const result = await draft.save();
    if (result.saved) {
      create.mutate({ fromVersionId: version.id, version: number.trim() });
      return;
    }
    onClose();
    if (result.conflict) onStale();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`New version of ${profile.name}`}
      description={`Starts as a copy of ${version.version}.`}
      size="sm"
      footer={
        <>
          <OverlayClose>
            <Button>Cancel</Button>
          </OverlayClose>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={fault !== null}
            loading={draft.saving || create.isPending}
          >
            {draft.dirty ? "Save and create draft" : "Create draft"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="space-y-3">
        <VersionField value={number} onChange={setNumber} taken={taken} error={fault ?? refused} />
        {draft.dirty ? (
          <p className="text-xs text-ink-muted">
            Unsaved changes are saved in {version.version} first, so the copy includes them.
          </p>
        ) : null}
        {refused ? null : <MutationError error={create.error} />}
      </form>
    </Dialog>
  );
}
