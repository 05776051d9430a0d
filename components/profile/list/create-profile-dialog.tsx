"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState, type FormEvent } from "react";
import { useProject } from "@/components/access/session";
import { usePackList } from "@/components/pack/use-packs";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import { Textarea } from "@/components/ui/textarea";
import { profileNameInput, versionFault } from "@/server/domain/profile/inputs";
import { freeName } from "@/server/domain/profile/new-layer";
import { sampleProfile } from "@/server/domain/profile/sample";
import { takesKind } from "@/components/profile/model/layers";
import type { ProfileType } from "@/server/domain/profile/types";
import { useSampleLayers } from "./use-sample-layers";

const types: { value: ProfileType; title: string; description: string }[] = [
  { value: "cluster", title: "Full stack", description: "Infrastructure and add-ons." },
  { value: "infra", title: "Infrastructure", description: "OS, Kubernetes, network, storage." },
  { value: "add-on", title: "Add-ons", description: "Only add-ons, for any cluster." },
];

/** A new profile with its first draft, empty or from the sample; goes on in the builder. */
export function CreateProfileDialog({
  start,
  add,
  taken,
  onClose,
}: {
  start: "empty" | "sample";
  /** Digest of the pack to begin with: the builder opens its picker there. */
  add: string | null;
  taken: readonly string[];
  onClose: () => void;
}) {
  const isSample = start === "sample";
  const formId = useId();
  const [name, setName] = useState(isSample ? freeName(sampleProfile.name, taken) : "");
  const [description, setDescription] = useState<string>(isSample ? sampleProfile.description : "");
  const [version, setVersion] = useState("1.0.0");
  const [type, setType] = useState<ProfileType>("cluster");
  const [tried, setTried] = useState(false);
  const sample = useSampleLayers();
  const create = useCreateProfile(add);
  const { byDigest } = usePackList(useProject().id);
  const first = add === null ? undefined : byDigest.get(add);
  const checked = profileNameInput.safeParse(name);
  const isTaken = taken.includes(name.trim());
  const nameFault = isTaken
    ? `A profile named ${name.trim()} already exists in this project. Choose another name.`
    : checked.error?.issues[0]?.message;
  const fields = apiErrorOf(create.error).fields;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (nameFault || versionFault(version) !== null) return;
    create.mutate({
      name,
      description,
      version,
      type,
      layers: isSample ? await sample.load() : [],
    });
  };
  const showName = tried || isTaken || name.length > 2;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={isSample ? "Start from the sample" : "New profile"}
      description={
        isSample
          ? "A complete stack with a small web app. Change anything you like before you publish it."
          : first
            ? `Next, add ${first.displayName} and choose the other layers.`
            : "A profile describes a whole cluster, layer by layer. You choose the layers next."
      }
      footer={
        <>
          <OverlayClose>
            <Button>Cancel</Button>
          </OverlayClose>
          <Button type="submit" form={formId} variant="primary" loading={create.isPending}>
            Create profile
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
          <Field
            label="Name"
            help="Lowercase letters, digits, hyphens and dots."
            error={(showName && nameFault) || fields["name"]}
          >
            <Input
              value={name}
              autoComplete="off"
              spellCheck={false}
              onChange={(e) => setName(e.target.value)}
            />
          </Field>
          <Field label="Version" error={versionFault(version) ?? fields["version"]}>
            <Input
              mono
              value={version}
              spellCheck={false}
              onChange={(e) => setVersion(e.target.value)}
            />
          </Field>
        </div>
        <Field label="Description" optional>
          <Textarea rows={2} value={description} onChange={(e) => setDescription(e.target.value)} />
        </Field>
        {isSample ? (
          <SampleContent missing={sample.missing} names={sample.names} />
        ) : (
          <RadioCards
            label="Type"
            columns={3}
            value={type}
            onValueChange={setType}
            options={types.map((one) => ({
              ...one,
              disabled: first && !takesKind(one.value, first.layer),
            }))}
          />
        )}
        <p className="text-xs text-ink-muted">
          Infrastructure: <span className="font-medium text-ink">local</span> (real control planes
          on this machine, simulated nodes)
        </p>
        {fields["name"] || fields["version"] ? null : (
          <MutationError error={create.error} title="The profile was not created" />
        )}
      </form>
    </Dialog>
  );
}

function SampleContent({
  names,
  missing,
}: {
  names: readonly string[];
  missing: readonly string[];
}) {
  return (
    <div className="space-y-2">
      <p className="text-sm text-ink-muted">
        {names.length === 0 ? "Loading packs…" : `Layers: ${names.join(", ")}.`}
      </p>
      {missing.length > 0 && names.length > 0 ? (
        <Callout tone="warning">
          No registry has {missing.join(", ")}. The draft starts without it.
        </Callout>
      ) : null}
    </div>
  );
}

function useCreateProfile(add: string | null) {
  const { id: projectId, slug } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const create = useMutation(
    trpc.profile.create.mutationOptions({
      onSuccess({ profileId, versionId }) {
        const query = add === null ? "" : `?add=${encodeURIComponent(add)}`;
        router.push(`/${slug}/profiles/${profileId}/versions/${versionId}${query}`);
        void queryClient.invalidateQueries(trpc.profile.list.pathFilter());
      },
    }),
  );
  type Input = Omit<Parameters<typeof create.mutate>[0], "projectId">;
  return { ...create, mutate: (input: Input) => create.mutate({ ...input, projectId }) };
}
