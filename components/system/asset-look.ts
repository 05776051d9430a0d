import type { StatusTone } from "@/components/ui/status";
import {
  aboutTime,
  isDeferred,
  progressPercent,
  summarizeAssets,
  type AssetState,
} from "@/server/domain/assets";

/** How an asset's state is shown. */
export function assetLook({ state }: Pick<AssetState, "state">): {
  tone: StatusTone;
  label: string;
} {
  const looks = {
    missing: { tone: "idle", label: "Queued" },
    queued: { tone: "idle", label: "Queued" },
    paused: { tone: "idle", label: "Paused" },
    resolving: { tone: "progress", label: "Resolving" },
    downloading: { tone: "progress", label: "Downloading" },
    building: { tone: "progress", label: "Building" },
    ready: { tone: "ok", label: "Ready" },
    failed: { tone: "danger", label: "Failed" },
  } as const;
  return looks[state];
}

/** Where a ready asset came from, in words. */
export function sourceText({ source }: Pick<AssetState, "source">): string {
  const words = {
    folder: "custom folder",
    path: "from PATH",
    cache: "cache",
    download: "official download",
    build: "built here",
  } as const;
  return source ? words[source] : "";
}

/**
 * One line for all assets, and how far those are that something waits for. What is queued or paused
 * holds nobody up.
 */
export function assetsSummary(assets: readonly AssetState[]): {
  tone: StatusTone;
  text: string;
  percent: number;
} {
  const { total, ready, failed, queued, paused, remainingMs } = summarizeAssets(assets);
  const needed = assets.filter((asset) => !isDeferred(asset));
  const partial = needed
    .filter((asset) => asset.state !== "ready")
    .reduce((sum, asset) => sum + (progressPercent(asset.progress) ?? 0), 0);
  const percent = needed.length === 0 ? 0 : Math.floor((ready * 100 + partial) / needed.length);
  const deferred = [queued > 0 && `${queued} queued`, paused > 0 && `${paused} paused`];
  const time = aboutTime(remainingMs);
  const rest = [...deferred, time && `${time} left`].filter(Boolean).join(", ");
  const more = rest === "" ? "" : `, ${rest}`;
  if (failed > 0) return { tone: "danger", text: `${failed} of ${total} failed${more}`, percent };
  if (ready === total) return { tone: "ok", text: `All ${total} ready`, percent: 100 };
  const text = `${ready} of ${total} ready${more}`;
  return { tone: ready === needed.length ? "ok" : "progress", text, percent };
}

/** What needs somebody first, then what is under way, then the rest; each by name. */
export function sortAssets(assets: readonly AssetState[]): AssetState[] {
  const rank = {
    failed: 0,
    building: 1,
    downloading: 1,
    resolving: 1,
    missing: 2,
    queued: 2,
    paused: 2,
    ready: 3,
  };
  return assets.toSorted((a, b) => rank[a.state] - rank[b.state] || a.title.localeCompare(b.title));
}
