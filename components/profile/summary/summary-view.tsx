"use client";

import { CloudDownload, PackageCheck } from "lucide-react";
import type { ReactNode } from "react";
import { KindIcon } from "@/components/pack/kind-look";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { isUnpinned } from "@/server/domain/pack/charts";
import { totalContents } from "@/server/domain/profile/contents";
import type {
  InstallGroup,
  LayerContents,
  LayerSummary,
  ProfileSummary,
} from "@/server/domain/profile/types";
import { LayerObjects } from "./layer-objects";
import type { ContentsOf } from "./use-contents";

/** What deploying the profile installs, in the order in which it happens. */
export function SummaryView({
  summary,
  contentsOf,
  onSelect,
}: {
  summary: ProfileSummary;
  contentsOf: ContentsOf;
  onSelect?: (layerId: string) => void;
}) {
  const contents = totalContents(summary.layers.map(({ layerId }) => contentsOf(layerId)));
  return (
    <div className="@container space-y-4">
      <Figures summary={summary} contents={contents} />
      <div className="grid gap-5 @3xl:grid-cols-[minmax(0,1fr)_16rem]">
        <section aria-label="Order of installation">
          <h3 className="text-xs font-semibold text-ink-muted">Order of installation</h3>
          <p className="mt-0.5 mb-2 text-xs text-ink-muted">{orderWords(summary)}</p>
          <ol className="space-y-1.5">
            {summary.groups.map((group) => (
              <Group
                key={group.order}
                group={group}
                summary={summary}
                contentsOf={contentsOf}
                onSelect={onSelect}
              />
            ))}
          </ol>
        </section>
        <div className="space-y-4">
          <Chips title="Namespaces" empty="None" items={summary.namespaces} mono />
          <Chips
            title="Kinds of objects"
            empty={contents.waiting > 0 ? "Counting…" : "None"}
            items={contents.counts.map(({ kind, count }) => `${count} ${kind}`)}
          />
        </div>
      </div>
    </div>
  );
}

function orderWords({ groups }: ProfileSummary): string {
  const isStack = groups.some(({ kind }) => kind !== "addon");
  const first = isStack ? "Infrastructure layers first, one after the other. " : "";
  return `${first}Add-ons are installed by priority, lowest number first; those with the same priority are installed in parallel, whatever their position in the stack.`;
}

type Contents = ReturnType<typeof totalContents>;

function objectWords({ total, counted, waiting }: Contents, layers: number): string {
  if (waiting > 0) return "Counting…";
  return counted === layers ? String(total) : `${total} in ${counted} of ${layers} layers`;
}

function Figures({ summary, contents }: { summary: ProfileSummary; contents: Contents }) {
  const { resources, needsInternet } = summary;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 @md:grid-cols-3 @3xl:grid-cols-6">
      <Figure label="Kubernetes">
        <span className="font-mono">{summary.kubernetesVersion ?? "–"}</span>
      </Figure>
      <Figure label="Charts">{summary.chartCount}</Figure>
      <Figure label="Manifests">{summary.manifestCount}</Figure>
      <Figure label="Objects">{objectWords(contents, summary.layers.length)}</Figure>
      <Figure label="Requested by workloads">{needWords(resources)}</Figure>
      <Figure label="Internet access" wide={needsInternet.length > 0}>
        {needsInternet.length === 0 ? (
          <Badge tone="ok" icon={<PackageCheck />}>
            Not needed
          </Badge>
        ) : (
          <span className="flex flex-wrap gap-1">
            {needsInternet.map((name) => (
              <Badge key={name} tone="info" icon={<CloudDownload />}>
                {name}
              </Badge>
            ))}
          </span>
        )}
      </Figure>
    </dl>
  );
}

function needWords({ cpuMillicores, memoryMiB, diskGB }: ProfileSummary["resources"]): string {
  const parts = [
    cpuMillicores > 0 ? `${(cpuMillicores / 1000).toFixed(2).replace(/\.?0+$/, "")} CPU` : "",
    memoryMiB > 0 ? memoryWords(memoryMiB) : "",
    diskGB > 0 ? `${Math.round(diskGB)} GB disk` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "Nothing stated" : parts.join(" · ");
}

function memoryWords(mebibytes: number): string {
  if (mebibytes < 1024) return `${Math.round(mebibytes)} MiB`;
  return `${(mebibytes / 1024).toFixed(1).replace(/\.0$/, "")} GiB`;
}

function Figure({
  label,
  wide = false,
  children,
}: {
  label: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={cn("min-w-0", wide && "col-span-2 @md:col-span-1")}>
      <dt className="text-xs text-ink-muted">{label}</dt>
      <dd className="mt-0.5 text-sm font-semibold text-ink">{children}</dd>
    </div>
  );
}

function Group({
  group,
  summary,
  contentsOf,
  onSelect,
}: {
  group: InstallGroup;
  summary: ProfileSummary;
  contentsOf: ContentsOf;
  onSelect?: (layerId: string) => void;
}) {
  const layers = summary.layers.filter(({ layerId }) => group.layerIds.includes(layerId));
  return (
    <li className="flex gap-3">
      <span
        aria-hidden="true"
        className="mt-0.5 grid size-5 shrink-0 place-items-center rounded-full bg-sunken text-xs text-ink-muted"
      >
        {group.order + 1}
      </span>
      <div className="min-w-0 flex-1">
        {group.kind === "addon" ? (
          <p className="mt-0.5 mb-1 text-xs text-ink-muted">
            Priority {group.priority}
            {layers.length > 1 ? `: ${layers.length} add-ons in parallel` : ""}
          </p>
        ) : null}
        <ul className="space-y-1">
          {layers.map((layer) => (
            <LayerLine
              key={layer.layerId}
              layer={layer}
              contents={contentsOf(layer.layerId)}
              onSelect={onSelect}
            />
          ))}
        </ul>
      </div>
    </li>
  );
}

function LayerLine({
  layer,
  contents,
  onSelect,
}: {
  layer: LayerSummary;
  contents: LayerContents | null;
  onSelect?: (layerId: string) => void;
}) {
  const name = (
    <>
      <KindIcon kind={layer.kind} className="size-3.5" />
      <span className="truncate font-medium">{layer.name}</span>
    </>
  );
  return (
    <li className="text-sm">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2">
        {onSelect ? (
          <button
            type="button"
            onClick={() => onSelect(layer.layerId)}
            className="inline-flex min-h-6 min-w-0 items-center gap-1.5 rounded-xs text-ink hover:underline"
          >
            {name}
          </button>
        ) : (
          <span className="inline-flex min-w-0 items-center gap-1.5 text-ink">{name}</span>
        )}
        <span className="text-xs text-ink-muted">{installs(layer)}</span>
      </div>
      <LayerObjects name={layer.name} contents={contents} />
    </li>
  );
}

function installs({ charts, manifestCount, namespace, known }: LayerSummary): ReactNode {
  if (!known) return "pack not found in any registry";
  const parts = charts.map((chart) => (
    <span key={chart.name}>
      chart {chart.name} <span className="font-mono">{chart.version}</span>
      {isUnpinned(chart) ? " (digest not pinned)" : ""},{" "}
    </span>
  ));
  const manifests = `${manifestCount} manifest${manifestCount === 1 ? "" : "s"}`;
  if (charts.length + manifestCount === 0) return "part of the nodes";
  return (
    <>
      {parts}
      {manifestCount > 0 ? `${manifests}, ` : ""}
      namespace <span className="font-mono">{namespace}</span>
    </>
  );
}

function Chips({
  title,
  items,
  empty,
  mono = false,
}: {
  title: string;
  items: readonly string[];
  empty: string;
  mono?: boolean;
}) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-xs font-semibold text-ink-muted">{title}</h3>
      {items.length === 0 ? <p className="text-sm text-ink-faint">{empty}</p> : null}
      <ul className="flex flex-wrap gap-1">
        {items.map((item) => (
          <li key={item}>
            <Badge tone="outline" className={cn(mono && "font-mono font-normal")}>
              {item}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
