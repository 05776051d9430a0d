"use client";

import { FileText, Plus, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { YamlEditor } from "@/components/editor/yaml-editor";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { focusStack } from "@/components/profile/stack/use-stack-keys";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { changeManifest, manifestKey } from "@/components/profile/model/text-address";
import { freeName } from "@/server/domain/profile/new-layer";
import type { AttachedManifest, ProfileLayer } from "@/server/domain/profile/types";

const starter = `apiVersion: v1
kind: ConfigMap
metadata:
  name: example
data: {}
`;

/** Manifests applied together with the layer, one text each. */
export function ManifestsTab({ layer }: { layer: ProfileLayer }) {
  const { readOnly, draft, reveal, problems } = useBuilderContext();
  const { manifest, choose } = useChosen(layer);
  const edit = useManifestEdits(layer, choose);
  const own = useMemo(
    () => problems.filter((one) => one.layerId === layer.id && one.manifest === manifest?.name),
    [problems, layer.id, manifest?.name],
  );
  if (!manifest) {
    return (
      <EmptyState
        icon={<FileText />}
        title="No manifests"
        className="flex-1"
        action={
          readOnly ? null : (
            <Button icon={<Plus />} onClick={edit.add}>
              New manifest
            </Button>
          )
        }
      >
        Kubernetes objects written here are applied with this layer, after its charts.
      </EmptyState>
    );
  }
  const key = manifestKey(manifest);
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <Select
          aria-label="Manifest"
          size="sm"
          className="w-44"
          value={key}
          onValueChange={choose}
          options={layer.manifests.map((one) => ({ value: manifestKey(one), label: one.name }))}
        />
        {readOnly ? null : (
          <>
            <Input
              aria-label="Manifest name"
              size="sm"
              className="w-44"
              value={manifest.name}
              onChange={(event) => edit.rename(key, event.target.value)}
            />
            <Button size="sm" icon={<Plus />} onClick={edit.add}>
              New manifest
            </Button>
            <IconButton
              label={`Remove ${manifest.name}`}
              icon={<Trash2 />}
              size="sm"
              className="ml-auto"
              onClick={() => edit.remove(key)}
            />
          </>
        )}
      </div>
      <YamlEditor
        document={draft.store.text({ layerId: layer.id, manifest: key })}
        readOnly={readOnly}
        label={`Manifest ${manifest.name} of ${layer.name}`}
        problems={own}
        reveal={reveal?.layerId === layer.id && reveal.manifest === manifest.name ? reveal : null}
        onEscape={focusStack}
        className="flex-1"
      />
    </div>
  );
}

/** The manifest that is shown: the one chosen, of a problem, or of an undo; else the first. */
function useChosen({ id, manifests }: ProfileLayer) {
  const { reveal, openText } = useBuilderContext();
  const wanted = useMemo(() => {
    if (reveal?.layerId !== id) return undefined;
    const found = manifests.find(({ name }) => name === reveal.manifest);
    return found && manifestKey(found);
    // The name at the time of the press: it may be changed afterwards.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal, id]);
  const [chosen, choose] = useState(wanted);
  const [seen, setSeen] = useState({ reveal, openText });
  if (seen.reveal !== reveal || seen.openText !== openText) {
    setSeen({ reveal, openText });
    if (seen.reveal !== reveal && wanted) choose(wanted);
    if (seen.openText !== openText && openText?.layerId === id) choose(openText.manifest);
  }
  const manifest = manifests.find((one) => manifestKey(one) === chosen) ?? manifests[0];
  return { manifest, choose };
}

/** What is done to the list of a layer's manifests. */
function useManifestEdits(layer: ProfileLayer, choose: (key: string) => void) {
  const { actions, draft } = useBuilderContext();
  const { store } = draft;
  const change = (
    note: { label: string; group?: string },
    next: (manifests: AttachedManifest[]) => AttachedManifest[],
  ) => actions.setManifests(layer.id, note, next);
  return {
    add() {
      const taken = layer.manifests.map((one) => one.name);
      const manifest = { name: freeName("manifest", taken), content: starter };
      change({ label: `Add ${manifest.name}` }, (all) => [...all, manifest]);
      choose(manifestKey(manifest));
    },
    rename(key: string, name: string) {
      change({ label: "Rename a manifest", group: `rename ${key}` }, (all) =>
        all.map((one) => (manifestKey(one) === key ? changeManifest(one, { name }) : one)),
      );
    },
    remove(key: string) {
      const { manifests } = store.state.layers.find(({ id }) => id === layer.id) ?? layer;
      const index = manifests.findIndex((one) => manifestKey(one) === key);
      const manifest = manifests[index];
      if (!manifest) return;
      const entry = change({ label: `Remove ${manifest.name}` }, (all) => all.toSpliced(index, 1));
      const undo = () => {
        if (store.isNewest(entry)) store.undo();
        else {
          change({ label: `Restore ${manifest.name}` }, (all) =>
            all.some((one) => manifestKey(one) === key) ? all : all.toSpliced(index, 0, manifest),
          );
        }
        choose(key);
      };
      toast(`${manifest.name} removed`, { action: { label: "Undo", onClick: undo } });
    },
  };
}
