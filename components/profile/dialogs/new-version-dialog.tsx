"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState, type FormEvent } from "react";
import { useProject } from "@/components/access/session";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { nextVersion, versionProblem } from "@/components/profile/model/next-version";
import { Button } from "@/components/ui/button";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ProfileVersionView } from "@/server/domain/profile/views";

/** Begins a new draft as a copy of this version. */
export function NewVersionDialog({
  version,
  onClose,
}: {
  version: Pick<ProfileVersionView, "id" | "version" | "profile">;
  onClose: () => void;
}) {
  const formId = useId();
  const taken = version.profile.versions.map((one) => one.version);
  const [number, setNumber] = useState(nextVersion(taken));
  const { slug } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const create = useMutation(
    trpc.profile.createVersion.mutationOptions({
      async onSuccess({ versionId }) {
        await queryClient.invalidateQueries(trpc.profile.list.pathFilter());
        router.push(`/${slug}/profiles/${version.profile.id}/versions/${versionId}`);
        onClose();
      },
    }),
  );
  const fault = versionProblem(number, taken);
  const refused = apiErrorOf(create.error).fields["version"];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === null) create.mutate({ fromVersionId: version.id, version: number.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`New version of ${version.profile.name}`}
      description={`Begins as a copy of ${version.version}.`}
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
            loading={create.isPending}
          >
            Create draft
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="space-y-3">
        <Field label="Version" error={fault ?? refused}>
          <Input
            mono
            value={number}
            spellCheck={false}
            onChange={(event) => setNumber(event.target.value)}
          />
        </Field>
        <div className="flex gap-1.5">
          {(["patch", "minor", "major"] as const).map((bump) => {
            const proposed = nextVersion(taken, bump);
            return (
              <Button
                key={bump}
                size="sm"
                onClick={() => setNumber(proposed)}
                aria-label={`Use ${proposed}`}
              >
                {proposed}
              </Button>
            );
          })}
        </div>
        {refused ? null : <MutationError error={create.error} />}
      </form>
    </Dialog>
  );
}
