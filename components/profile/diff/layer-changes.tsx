import { ArrowRight } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { toJson } from "@/server/domain/json/exact";
import type { ChangeKind, KeyChange, LayerChange } from "@/server/domain/profile/types";
import type { YamlValue } from "@/server/domain/yaml/types";

const marks: Record<ChangeKind, { sign: string; word: string; look: string }> = {
  added: { sign: "+", word: "Added", look: "bg-ok-soft text-ok-text" },
  removed: { sign: "−", word: "Removed", look: "bg-danger-soft text-danger-text" },
  changed: { sign: "~", word: "Changed", look: "bg-warn-soft text-warn-text" },
};

/** The sign of a kind of change, with its word for screen readers. */
export function ChangeMark({ change }: { change: ChangeKind }) {
  const { sign, word, look } = marks[change];
  return (
    <span
      className={cn(
        "grid size-4 shrink-0 place-items-center rounded-xs font-mono text-xs leading-none font-semibold",
        look,
      )}
    >
      <span aria-hidden="true">{sign}</span>
      <span className="sr-only">{word}</span>
    </span>
  );
}

/** What differs in one layer, by meaning. */
export function LayerChanges({ change, limit = 200 }: { change: LayerChange; limit?: number }) {
  const { keys, manifests, presets, version, pack, moved, textOnly } = change;
  const isSame = change.change === "unchanged" && !textOnly;
  if (isSame) return <p className="text-sm text-ink-muted">No changes.</p>;
  if (textOnly && presets.length === 0) {
    return (
      <p className="text-sm text-ink-muted">
        Only comments or formatting changed. Clusters are not affected.
      </p>
    );
  }
  return (
    <ul aria-label={`Changes of ${change.name}`} className="space-y-1.5 text-sm">
      {pack && pack.from !== pack.to ? <FromTo what="Pack" from={pack.from} to={pack.to} /> : null}
      {version && version.from !== version.to ? (
        <FromTo what="Version" from={version.from} to={version.to} />
      ) : null}
      {moved ? (
        <li className="flex items-center gap-2">
          <ChangeMark change="changed" /> Position among the add-ons
        </li>
      ) : null}
      {presets.map((preset) => (
        <li key={`${preset.group}:${preset.name}`} className="flex items-center gap-2">
          <ChangeMark change={preset.change} /> Preset {preset.name}
          {preset.group === preset.name ? null : (
            <span className="text-ink-muted">{preset.group}</span>
          )}
        </li>
      ))}
      {keys.slice(0, limit).map((key) => (
        <KeyLine key={key.path} change={key} />
      ))}
      {keys.length > limit ? (
        <li className="text-ink-muted">and {keys.length - limit} more values</li>
      ) : null}
      {manifests.map((manifest) => (
        <li key={manifest.name} className="flex items-center gap-2">
          <ChangeMark change={manifest.change} /> Manifest {manifest.name}
        </li>
      ))}
    </ul>
  );
}

function FromTo({ what, from, to }: { what: string; from: string | null; to: string | null }) {
  return (
    <li className="flex flex-wrap items-center gap-2">
      <ChangeMark change={from === null ? "added" : to === null ? "removed" : "changed"} />
      <span>{what}</span>
      <Values before={from ?? undefined} after={to ?? undefined} />
    </li>
  );
}

function KeyLine({ change }: { change: KeyChange }) {
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      <ChangeMark change={change.change} />
      <code className="min-w-0 font-mono text-xs text-ink wrap-anywhere">
        {change.path === "" ? "all values" : change.path}
      </code>
      <Values before={change.before} after={change.after} />
    </li>
  );
}

function Values({ before, after }: { before?: YamlValue; after?: YamlValue }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5 font-mono text-xs text-ink-muted">
      {before === undefined ? null : <del className="truncate">{shown(before)}</del>}
      {before === undefined || after === undefined ? null : (
        <ArrowRight aria-label="becomes" className="size-3 shrink-0" />
      )}
      {after === undefined ? null : (
        <ins className="truncate text-ink no-underline">{shown(after)}</ins>
      )}
    </span>
  );
}

function shown(value: YamlValue): string {
  const text = typeof value === "string" ? value : toJson(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
