"use client";

import { useMemo } from "react";
import { YamlEditor } from "@/components/editor/yaml-editor";
import { helpOfPack } from "@/components/editor/yaml-help";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { focusStack } from "@/components/profile/stack/use-stack-keys";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { PresetsPanel } from "./presets-panel";

/** The layer's YAML, with the presets beside it where there is room. */
export function ValuesTab({ layer }: { layer: ProfileLayer }) {
  const { packs, problems, readOnly, draft, reveal } = useBuilderContext();
  const pack = packs.get(layer.pack.digest);
  const help = useMemo(() => (pack ? helpOfPack(pack) : undefined), [pack]);
  const own = useMemo(
    () =>
      problems.filter(
        (one) => one.layerId === layer.id && one.manifest === undefined && !one.wholeLayer,
      ),
    [problems, layer.id],
  );
  const hasPresets = (pack?.presets.length ?? 0) > 0;
  return (
    <>
      <YamlEditor
        document={draft.store.text({ layerId: layer.id })}
        readOnly={readOnly}
        label={`Values of ${layer.name}`}
        problems={own}
        help={help}
        reveal={reveal?.layerId === layer.id && reveal.manifest === undefined ? reveal : null}
        onEscape={focusStack}
        className="min-w-0 flex-1"
      />
      {hasPresets ? (
        <aside
          aria-label="Presets"
          className="hidden w-56 shrink-0 overflow-y-auto border-l bg-canvas p-3 @2xl:block"
        >
          <h3 className="mb-3 text-xs font-semibold text-ink">Presets</h3>
          <PresetsPanel layer={layer} compact />
        </aside>
      ) : null}
    </>
  );
}
