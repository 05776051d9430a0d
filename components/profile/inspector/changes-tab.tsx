"use client";

import { useState } from "react";
import { YamlDiff } from "@/components/editor/yaml-diff";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { LayerChanges } from "@/components/profile/diff/layer-changes";
import { useVersionLayers } from "@/components/profile/diff/use-version-layers";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Pack } from "@/server/domain/pack/types";
import { diffProfiles } from "@/server/domain/profile/diff";
import { defaultValues } from "@/server/domain/profile/new-layer";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** What differs in this layer: against the pack, the last saved text, or another version. */
export function ChangesTab({ layer }: { layer: ProfileLayer }) {
  const { version, packs, draft } = useBuilderContext();
  const [base, setBase] = useState("pack");
  const others = version.profile.versions.filter(({ id }) => id !== version.id);
  const other = useVersionLayers(others.some(({ id }) => id === base) ? base : undefined);
  const before = layerIn(base, layer, {
    pack: defaultsOf(packs.get(layer.pack.digest)),
    saved: draft.base.layers,
    other: other.data,
  });
  const [change] = diffProfiles(before ? [before] : [], [layer]).layers;
  return (
    <div className="flex h-full min-h-96 flex-col">
      <div className="space-y-4 p-4">
        <Field label="Compare with" className="max-w-64">
          <Select
            value={base}
            onValueChange={setBase}
            options={[
              { value: "pack", label: "Pack defaults" },
              { value: "saved", label: "Last saved" },
              ...others.map(({ id, version: number, state }) => ({
                value: id,
                label: `Version ${number}`,
                hint: state === "draft" ? "draft" : undefined,
              })),
            ]}
          />
        </Field>
        {change ? <LayerChanges change={change} /> : null}
      </div>
      <YamlDiff
        label={`Text of ${layer.name} compared`}
        before={before?.values ?? ""}
        after={layer.values}
        className="min-h-64 flex-1 border-t"
      />
    </div>
  );
}

function defaultsOf(pack: Pack | undefined): string | undefined {
  return pack && defaultValues(pack);
}

function layerIn(
  base: string,
  layer: ProfileLayer,
  from: { pack?: string; saved: readonly ProfileLayer[]; other?: readonly ProfileLayer[] },
): ProfileLayer | undefined {
  if (base === "pack")
    return from.pack === undefined ? undefined : { ...layer, values: from.pack, manifests: [] };
  const layers = base === "saved" ? from.saved : (from.other ?? []);
  return (
    layers.find((one) => one.id === layer.id) ??
    layers.find(
      (one) => one.kind === layer.kind && (one.name === layer.name || one.kind !== "addon"),
    )
  );
}
