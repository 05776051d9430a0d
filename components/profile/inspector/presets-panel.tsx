"use client";

import { RadioGroup } from "radix-ui";
import { SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Switch } from "@/components/ui/switch";
import type { PresetState, ProfileLayer } from "@/server/domain/profile/types";
import { needWords } from "@/server/domain/profile/preset-needs";
import { type PresetChoice, type PresetGroup, usePresets } from "./use-presets";

/** The pack's presets; a press changes the YAML at once and only where the preset says so. */
export function PresetsPanel({
  layer,
  compact = false,
}: {
  layer: ProfileLayer;
  compact?: boolean;
}) {
  const { groups, set, broken, disabled } = usePresets(layer);
  if (groups.length === 0) {
    return (
      <EmptyState icon={<SlidersHorizontal />} title="No presets">
        {layer.pack.name} has no presets. Edit its values in the YAML.
      </EmptyState>
    );
  }
  return (
    <div className={cn("flex flex-col gap-5", !compact && "max-w-2xl")}>
      {compact ? null : (
        <p className="text-sm text-ink-muted">
          A preset changes only its own keys. Comments and all other values stay as they are.
        </p>
      )}
      {broken ? <Callout tone="warning">Fix the YAML to use presets.</Callout> : null}
      {groups.map((group) =>
        group.presets.length === 1 ? (
          group.presets.map((preset) => (
            <Switch
              key={preset.name}
              label={preset.displayName}
              help={<PresetHint preset={preset} />}
              checked={preset.on}
              disabled={disabled}
              onCheckedChange={(on) => set(preset, on)}
            />
          ))
        ) : (
          <Choice key={group.name} group={group} disabled={disabled} onSet={set} />
        ),
      )}
    </div>
  );
}

/** At most one of the group; a press on the one that is on turns it off. */
function Choice({
  group,
  disabled,
  onSet,
}: {
  group: PresetGroup;
  disabled: boolean;
  onSet: (preset: PresetState, on: boolean) => void;
}) {
  const chosen = group.presets.find((preset) => preset.on);
  const choose = (name: string) => {
    const preset = group.presets.find((one) => one.name === name);
    if (preset) onSet(preset, true);
    else if (chosen) onSet(chosen, false);
  };
  const options = [
    ...group.presets.map((preset) => ({
      value: preset.name,
      label: preset.displayName,
      hint: <PresetHint preset={preset} />,
    })),
    { value: "", label: "None", hint: null },
  ];
  return (
    <fieldset>
      <legend className="mb-1.5 text-xs font-medium text-ink-muted">{group.name}</legend>
      <RadioGroup.Root
        aria-label={group.name}
        value={chosen?.name ?? ""}
        onValueChange={choose}
        disabled={disabled}
        className="flex flex-col overflow-hidden rounded-md border border-line-control"
      >
        {options.map(({ value, label, hint }) => (
          <RadioGroup.Item
            key={value}
            value={value}
            aria-label={label}
            className="group flex min-h-8 items-center gap-2.5 border-b px-2.5 py-1.5 text-left text-sm text-ink last:border-b-0 hover:bg-hover focus-visible:-outline-offset-2 disabled:opacity-50 data-[state=checked]:bg-accent-soft pointer-coarse:min-h-11"
          >
            <span className="grid size-3.5 shrink-0 place-items-center rounded-full border border-line-control bg-surface group-data-[state=checked]:border-accent">
              <RadioGroup.Indicator className="size-1.5 rounded-full bg-accent" />
            </span>
            <span className="min-w-0 flex-1">
              <span className={cn("block truncate", value === "" && "text-ink-muted")}>
                {label}
              </span>
              {hint}
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </fieldset>
  );
}

/** Which keys a preset touches, and what it lacks in this profile. */
function PresetHint({ preset: { keys, lacks } }: { preset: PresetChoice }) {
  const shown = keys.slice(0, 3).map((key) => key.replace(/^charts\.[^.]+\./, ""));
  const more = keys.length > shown.length ? `, and ${keys.length - shown.length} more` : "";
  return (
    <>
      <span
        title={keys.join("\n")}
        className="block font-mono text-2xs text-ink-muted wrap-anywhere"
      >
        {breakable(shown.join(", "))}
        {more}
      </span>
      {lacks.map((need) => (
        <span key={need} className="block text-xs text-warn-text">
          Needs {needWords(need)}, which the profile does not have
        </span>
      ))}
    </>
  );
}

/** A long key breaks after its dots, before anything breaks within a word. */
function breakable(keys: string): ReactNode[] {
  return keys.split(/(?<=\.)/).flatMap((part, i) => (i === 0 ? [part] : [<wbr key={i} />, part]));
}
