import { KindIcon } from "@/components/pack/kind-look";
import { Badge } from "@/components/ui/badge";
import { diffProfiles } from "@/server/domain/profile/diff";
import type { LayerChange, ProfileLayer } from "@/server/domain/profile/types";
import { ChangeMark, LayerChanges } from "./layer-changes";

/** What differs between two sets of layers, layer by layer; equal layers are only counted. */
export function ProfileChanges({
  before,
  after,
  limit,
}: {
  before: readonly ProfileLayer[];
  after: readonly ProfileLayer[];
  limit?: number;
}) {
  const { layers, counts } = diffProfiles(before, after);
  const shown = layers.filter((layer) => layer.change !== "unchanged" || layer.textOnly);
  if (shown.length === 0) return <p className="text-sm text-ink-muted">No changes.</p>;
  return (
    <div className="space-y-3">
      <p className="flex flex-wrap gap-1.5">
        {counts.added > 0 ? <Badge tone="ok">{counts.added} added</Badge> : null}
        {counts.changed > 0 ? <Badge tone="warn">{counts.changed} changed</Badge> : null}
        {counts.removed > 0 ? <Badge tone="danger">{counts.removed} removed</Badge> : null}
        <Badge>{counts.unchanged} unchanged</Badge>
      </p>
      <ul aria-label="Changed layers" className="divide-y rounded-md border">
        {shown.map((layer) => (
          <li key={`${layer.change}-${layer.layerId}`} className="px-3 py-2.5">
            <ChangedLayer layer={layer} limit={limit} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ChangedLayer({ layer, limit }: { layer: LayerChange; limit?: number }) {
  const { change, name, kind, version } = layer;
  const isWhole = change === "added" || change === "removed";
  return (
    <>
      <p className="flex items-center gap-2 font-medium text-ink">
        {change === "unchanged" ? null : <ChangeMark change={change} />}
        <KindIcon kind={kind} />
        <span className="min-w-0 truncate">{name}</span>
        {isWhole ? (
          <span className="font-mono text-xs font-normal text-ink-muted">
            {version?.to ?? version?.from}
          </span>
        ) : null}
      </p>
      {isWhole ? null : (
        <div className="mt-1.5 pl-6">
          <LayerChanges change={layer} limit={limit} />
        </div>
      )}
    </>
  );
}
