import type { AssetState } from "./state";

/** Share of a build from which on its own progress tells more than the catalogue does. */
const telling = 0.1;

/** How long the asset will still take to be built, or undefined when nobody waits for that. */
export function remainingMs(
  asset: Pick<AssetState, "state" | "since" | "progress">,
  build: { seconds: number; factor: number },
  now: Date,
): number | undefined {
  const whole = Math.round(build.seconds * 1000 * build.factor);
  const elapsed = Math.max(0, now.getTime() - Date.parse(asset.since));
  switch (asset.state) {
    case "queued":
    case "paused":
    case "resolving":
      return whole;
    case "building": {
      const { done = 0, total = 0 } = asset.progress ?? {};
      const share = total > 0 ? Math.min(1, done / total) : 0;
      if (share < telling) return Math.max(0, whole - elapsed);
      return Math.round((elapsed * (1 - share)) / share);
    }
    default:
      return undefined;
  }
}

/** "about 4 min"; empty when nothing is left. */
export function aboutTime(ms: number): string {
  if (ms <= 0) return "";
  return ms < 60_000 ? "less than a minute" : `about ${Math.ceil(ms / 60_000)} min`;
}
