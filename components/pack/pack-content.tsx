import { Pin, PinOff } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Id } from "@/components/ui/id";
import { isUnpinned } from "@/server/domain/pack/charts";
import type { Pack, PackChart } from "@/server/domain/pack/types";

/** Charts and manifests of a pack: where each chart comes from, and whether its archive is pinned. */
export function PackContent({ pack }: { pack: Pick<Pack, "charts" | "manifests"> }) {
  const { charts, manifests } = pack;
  return (
    <div className="space-y-3">
      <ul className="space-y-2 text-sm text-ink-muted">
        {charts.map((chart) => (
          <li key={chart.name} className="wrap-anywhere">
            Chart <span className="font-medium text-ink">{chart.name}</span>{" "}
            <span className="font-mono text-xs">{chart.version}</span>
            {chart.source === "upstream" ? ` from ${chart.repository ?? "its repository"}` : ""}
            {chart.digest ? (
              <span className="mt-1 flex flex-wrap items-center gap-x-2">
                <Badge tone="ok" icon={<Pin />}>
                  Digest pinned
                </Badge>
                <Id value={chart.digest} keep={18} />
              </span>
            ) : null}
          </li>
        ))}
        {manifests.map(({ name }) => (
          <li key={name}>
            Manifest <span className="font-medium text-ink">{name}</span>
          </li>
        ))}
        {charts.length + manifests.length === 0 ? (
          <li>Nothing to install: part of the nodes.</li>
        ) : null}
      </ul>
      <UnpinnedNote charts={charts} />
    </div>
  );
}

/** Says what it means when a chart's digest is not pinned; nothing when all are. */
export function UnpinnedNote({ charts }: { charts: readonly PackChart[] }) {
  if (!charts.some(isUnpinned)) return null;
  return (
    <p className="text-sm text-ink-muted">
      <Badge tone="warn" icon={<PinOff />} className="mr-2">
        Digest not pinned
      </Badge>
      Clusters install whatever the repository serves as this version. A replaced archive would not
      be detected.
    </p>
  );
}
