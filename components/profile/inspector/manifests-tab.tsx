"use client";

import { FileText, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { YamlEditor } from "@/components/editor/yaml-editor";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { focusStack } from "@/components/profile/stack/use-stack-keys";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { freeName } from "@/server/domain/profile/new-layer";
import type { ProfileLayer } from "@/server/domain/profile/types";

const starter = `apiVersion: v1
kind: ConfigMap
metadata:
  name: example
data: {}
`;

/** Manifests applied together with the layer, one text each. */
export function ManifestsTab({ layer }: { layer: ProfileLayer }) {
  const { readOnly, actions, reveal, problems, version } = useBuilderContext();
  const [chosen, setChosen] = useState(reveal?.key);
  const [seen, setSeen] = useState(reveal);
  if (reveal !== seen) {
    setSeen(reveal);
    setChosen(reveal?.key);
  }
  const { manifests } = layer;
  const index = Math.max(
    0,
    manifests.findIndex(({ name }) => name === chosen),
  );
  const manifest = manifests[index];
  const write = (next: ProfileLayer["manifests"]) => actions.setManifests(layer.id, next);
  const add = () => {
    const name = freeName(
      "manifest",
      manifests.map((one) => one.name),
    );
    write([...manifests, { name, content: starter }]);
    setChosen(name);
  };
  if (!manifest) {
    return (
      <EmptyState
        icon={<FileText />}
        title="No manifests"
        className="flex-1"
        action={
          readOnly ? null : (
            <Button icon={<Plus />} onClick={add}>
              New manifest
            </Button>
          )
        }
      >
        Kubernetes objects written here are applied with this layer, after its charts.
      </EmptyState>
    );
  }
  const patch = (change: Partial<typeof manifest>) =>
    write(manifests.map((one, at) => (at === index ? { ...one, ...change } : one)));
  const remove = () => {
    write(manifests.toSpliced(index, 1));
    toast(`${manifest.name} removed`, {
      action: { label: "Undo", onClick: () => write(manifests) },
    });
  };
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <Select
          aria-label="Manifest"
          size="sm"
          className="w-44"
          value={manifest.name}
          onValueChange={setChosen}
          options={manifests.map(({ name }) => ({ value: name, label: name }))}
        />
        {readOnly ? null : (
          <>
            <Input
              aria-label="Manifest name"
              size="sm"
              className="w-44"
              value={manifest.name}
              onChange={(event) => {
                patch({ name: event.target.value });
                setChosen(event.target.value);
              }}
            />
            <Button size="sm" icon={<Plus />} onClick={add}>
              New manifest
            </Button>
            <IconButton
              label={`Remove ${manifest.name}`}
              icon={<Trash2 />}
              size="sm"
              className="ml-auto"
              onClick={remove}
            />
          </>
        )}
      </div>
      <YamlEditor
        documentKey={`${version.id}/${layer.id}/manifest-${index}.yaml`}
        value={manifest.content}
        onChange={readOnly ? undefined : (content) => patch({ content })}
        label={`Manifest ${manifest.name} of ${layer.name}`}
        problems={problems.filter(
          (one) => one.layerId === layer.id && one.manifest === manifest.name,
        )}
        reveal={reveal?.key === manifest.name ? reveal : null}
        onEscape={focusStack}
        className="flex-1"
      />
    </div>
  );
}
