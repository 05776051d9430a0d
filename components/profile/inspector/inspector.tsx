"use client";

import { ArrowLeft } from "lucide-react";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Button } from "@/components/ui/button";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { type InspectorTab, inspectorTabs } from "@/components/profile/model/builder-url";
import { focusStack } from "@/components/profile/stack/use-stack-keys";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { ChangesTab } from "./changes-tab";
import { LayerHeader } from "./layer-header";
import { LayerProblemsStrip } from "./layer-problems-strip";
import { ManifestsTab } from "./manifests-tab";
import { PresetsPanel } from "./presets-panel";
import { countChoices } from "./use-presets";
import { ReadmeTab } from "./readme-tab";
import { ValuesTab } from "./values-tab";

const titles: Record<InspectorTab, string> = {
  values: "Values",
  presets: "Presets",
  manifests: "Manifests",
  readme: "README",
  changes: "Changes",
};

/** Everything about the selected layer. */
export function Inspector({ layer }: { layer: ProfileLayer }) {
  const { tab, setTab, select } = useBuilderContext();
  const choose = (value: string) => setTab(inspectorTabs.find((one) => one === value) ?? "values");
  const back = () => {
    select(null);
    requestAnimationFrame(focusStack);
  };
  return (
    <section
      aria-label={`Layer ${layer.name}`}
      className="flex min-h-0 min-w-0 flex-1 flex-col max-lg:min-h-[80dvh]"
    >
      <Button
        variant="ghost"
        size="sm"
        icon={<ArrowLeft />}
        className="mt-2 ml-2 self-start lg:hidden"
        onClick={back}
      >
        Back to the stack
      </Button>
      <LayerHeader key={layer.id} layer={layer} />
      <LayerProblemsStrip layer={layer} />
      <Radix.Root
        value={tab}
        onValueChange={choose}
        className="@container flex min-h-0 flex-1 flex-col"
      >
        <Radix.List
          aria-label="Parts of the layer"
          className="hide-scrollbar flex shrink-0 gap-4 overflow-x-auto border-b px-4"
        >
          {inspectorTabs.map((one) => (
            <Radix.Trigger
              key={one}
              value={one}
              // Where there is room, the presets stand beside the values.
              data-beside={one === "presets" || undefined}
              className="relative @2xl:data-beside:data-[state=inactive]:hidden -mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-sm font-medium text-ink-muted hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink pointer-coarse:h-11"
            >
              {titles[one]}
              <TabCount tab={one} layer={layer} />
            </Radix.Trigger>
          ))}
        </Radix.List>
        <Part tab="values" className="flex">
          <ValuesTab layer={layer} />
        </Part>
        <Part tab="presets" className="overflow-y-auto p-4">
          <PresetsPanel layer={layer} />
        </Part>
        <Part tab="manifests" className="flex">
          <ManifestsTab key={layer.id} layer={layer} />
        </Part>
        <Part tab="readme" className="overflow-y-auto p-4">
          <ReadmeTab layer={layer} />
        </Part>
        <Part tab="changes" className="overflow-y-auto">
          <ChangesTab key={layer.id} layer={layer} />
        </Part>
      </Radix.Root>
    </section>
  );
}

function Part({
  tab,
  className,
  children,
}: {
  tab: InspectorTab;
  className: string;
  children: ReactNode;
}) {
  return (
    <Radix.Content
      value={tab}
      className={cn(
        "min-h-0 flex-1 focus-visible:-outline-offset-2 data-[state=inactive]:hidden",
        className,
      )}
    >
      {children}
    </Radix.Content>
  );
}

function TabCount({ tab, layer }: { tab: InspectorTab; layer: ProfileLayer }) {
  const { packs } = useBuilderContext();
  const counts: Partial<Record<InspectorTab, number>> = {
    presets: countChoices(packs.get(layer.pack.digest)?.presets ?? []),
    manifests: layer.manifests.length,
  };
  const count = counts[tab] ?? 0;
  if (count === 0) return null;
  return <span className="rounded-full bg-sunken px-1.5 text-xs text-ink-muted">{count}</span>;
}
