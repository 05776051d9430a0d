"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState, type FormEvent } from "react";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { ProfileChanges } from "@/components/profile/diff/profile-changes";
import { useVersionLayers } from "@/components/profile/diff/use-version-layers";
import { versionProblem } from "@/components/profile/model/next-version";
import { SummaryView } from "@/components/profile/summary/summary-view";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

/** Makes the draft an immutable version: its number, a note, and what it changes. */
export function PublishDialog({ onClose, onStale }: { onClose: () => void; onStale: () => void }) {
  const { version, draft, problems } = useBuilderContext();
  const formId = useId();
  const [number, setNumber] = useState(version.version);
  const [note, setNote] = useState(version.note);
  const publish = usePublish({ onClose, onStale });
  const taken = version.profile.versions.filter(({ id }) => id !== version.id);
  const fault = versionProblem(
    number,
    taken.map((one) => one.version),
  );
  const refused = apiErrorOf(publish.error).fields["version"];
  const errors = problems.filter((problem) => problem.severity === "error");
  const isGone = draft.base.state === "published" && !publish.isPending;
  const ready = fault === null && errors.length === 0 && !publish.isPending && !isGone;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) publish.mutate({ version: number.trim(), note });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Publish ${version.profile.name}`}
      description="A published version never changes. Clusters can use it; make further changes in a new version."
      size="lg"
      footer={
        <>
          <OverlayClose>
            <Button>Cancel</Button>
          </OverlayClose>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={!ready}
            loading={publish.isPending}
          >
            Publish version
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="space-y-4">
        {isGone ? (
          <Callout tone="warning" title="This version was published elsewhere in the meantime">
            It is now {version.version}, with the layers shown on the page.
          </Callout>
        ) : null}
        {errors.length > 0 ? (
          <Callout
            tone="danger"
            title={`Fix ${errors.length} error${errors.length === 1 ? "" : "s"} first`}
          >
            <ul className="list-disc pl-4">
              {errors.slice(0, 5).map((problem) => (
                <li key={`${problem.layerId}-${problem.message}`}>
                  {problem.layerName ? `${problem.layerName}: ` : ""}
                  {problem.message}
                </li>
              ))}
            </ul>
          </Callout>
        ) : null}
        <div className="grid gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <Field label="Version" error={fault ?? refused} help="For example 1.2.0">
            <Input
              mono
              value={number}
              spellCheck={false}
              onChange={(event) => setNumber(event.target.value)}
            />
          </Field>
          <Field label="Note" optional help="What changed and why; shown in the list of versions.">
            <Textarea
              rows={2}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Field>
        </div>
        {draft.dirty ? (
          <p className="text-xs text-ink-muted">Unsaved changes are saved first.</p>
        ) : null}
        {refused || isGone ? null : (
          <MutationError error={publish.error} title="The version was not published" />
        )}
        <ChangesSincePublished />
      </form>
    </Dialog>
  );
}

function usePublish({ onClose, onStale }: { onClose: () => void; onStale: () => void }) {
  const { version, draft } = useBuilderContext();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const call = useMutation(trpc.profile.publish.mutationOptions());
  return useMutation({
    async mutationFn(input: { version: string; note: string }) {
      const result = await draft.save();
      if (!result.saved) {
        onClose();
        if (result.conflict) onStale();
        return;
      }
      const published = await call.mutateAsync({
        versionId: version.id,
        revision: result.revision,
        ...input,
      });
      // The page shows it at once, and asks for what it cannot know without holding the dialog open.
      queryClient.setQueryData(
        trpc.profile.version.queryKey({ versionId: version.id }),
        (old) =>
          old && { ...old, ...input, state: "published" as const, revision: published.revision },
      );
      void queryClient.invalidateQueries(trpc.profile.pathFilter());
      toast.success(`${version.profile.name} ${input.version} is published.`);
      onClose();
    },
    // Refused because of what somebody else did: the page shall show it.
    onError: () => queryClient.invalidateQueries(trpc.profile.version.pathFilter()),
  });
}

/** Against the newest published version, or everything when this is the first. */
function ChangesSincePublished() {
  const { version, layers, summary, contentsOf } = useBuilderContext();
  const last = version.profile.versions.find(
    ({ id, state }) => id !== version.id && state === "published",
  );
  const before = useVersionLayers(last?.id);
  if (!last) {
    return (
      <section aria-label="What will be installed" className="space-y-2 border-t pt-4">
        <h3 className="text-sm font-semibold text-ink">The first published version</h3>
        {summary ? (
          <SummaryView summary={summary} contentsOf={contentsOf} />
        ) : (
          <Skeleton className="h-16" />
        )}
      </section>
    );
  }
  return (
    <section aria-label="Changes" className="space-y-2 border-t pt-4">
      <h3 className="text-sm font-semibold text-ink">Changes since {last.version}</h3>
      {before.data ? (
        <ProfileChanges before={before.data} after={layers} limit={12} />
      ) : (
        <Skeleton className="h-16" />
      )}
    </section>
  );
}
