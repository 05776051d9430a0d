"use client";

import { Check, PencilLine, Replace, X } from "lucide-react";
import { useState, type FormEvent } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { KindLabel } from "@/components/pack/kind-look";
import { PackBadges } from "@/components/pack/pack-badges";
import { PackLogo } from "@/components/pack/pack-logo";
import { versionsOfPack } from "@/components/pack/families";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { layerNameInput } from "@/server/domain/profile/inputs";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** Name, pack and version of the selected layer. */
export function LayerHeader({ layer }: { layer: ProfileLayer }) {
  const { packs, catalogue, readOnly, openPicker } = useBuilderContext();
  const pack = packs.get(layer.pack.digest) ?? catalogue.get(layer.pack.digest);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <PackLogo logo={pack?.logo} kind={layer.kind} size="lg" />
      <div className="min-w-0 flex-1 basis-56">
        <LayerName layer={layer} />
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1">
          <KindLabel kind={layer.kind} />
          <span className="text-xs text-ink-muted">{pack?.displayName ?? layer.pack.name}</span>
          {pack ? <PackBadges pack={pack} /> : null}
        </div>
      </div>
      <div className="flex items-center gap-1.5">
        <VersionSelect layer={layer} />
        {readOnly ? null : (
          <IconButton
            label={`Replace ${layer.name}`}
            icon={<Replace />}
            variant="secondary"
            onClick={() => openPicker({ kind: layer.kind, replaceId: layer.id })}
          />
        )}
      </div>
    </div>
  );
}

function VersionSelect({ layer }: { layer: ProfileLayer }) {
  const { catalogue, readOnly, actions } = useBuilderContext();
  const versions = versionsOfPack([...catalogue.values()], layer.pack);
  const isListed = versions.some((pack) => pack.digest === layer.pack.digest);
  const options = versions.map((pack, at) => ({
    value: pack.digest,
    label: pack.version,
    hint: at === 0 && versions.length > 1 ? "newest" : undefined,
  }));
  const gone = { value: layer.pack.digest, label: layer.pack.version, hint: "no longer listed" };
  return (
    <Select
      aria-label={`Version of ${layer.pack.name}`}
      className="w-36"
      mono
      disabled={readOnly}
      value={layer.pack.digest}
      onValueChange={(digest) => void actions.replace(layer.id, digest)}
      options={isListed ? options : [gone, ...options]}
    />
  );
}

function LayerName({ layer }: { layer: ProfileLayer }) {
  const { readOnly, actions, layers } = useBuilderContext();
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <div className="flex min-w-0 items-center gap-1">
        <h2 className="truncate text-base font-semibold text-ink">{layer.name}</h2>
        {readOnly ? null : (
          <IconButton
            label={`Rename ${layer.name}`}
            icon={<PencilLine />}
            size="sm"
            onClick={() => setDraft(layer.name)}
          />
        )}
      </div>
    );
  }
  const parsed = layerNameInput.safeParse(draft);
  const taken = layers.some((other) => other.id !== layer.id && other.name === draft.trim());
  const error = parsed.success
    ? taken && "Another layer already has this name."
    : parsed.error.issues[0]?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (error) return;
    actions.rename(layer.id, draft.trim());
    setDraft(null);
  };
  return (
    <form onSubmit={submit} className="flex items-start gap-1">
      <Field label="Layer name" labelHidden error={error || undefined} className="w-56">
        <Input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened by a press on Rename
          autoFocus
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && setDraft(null)}
        />
      </Field>
      <IconButton type="submit" label="Save name" icon={<Check />} disabled={Boolean(error)} />
      <IconButton label="Cancel" icon={<X />} onClick={() => setDraft(null)} />
    </form>
  );
}
