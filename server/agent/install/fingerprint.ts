import { createHash } from "node:crypto";
import type { RenderedRelease } from "@/server/domain/profile/types";

/** Changes when the way in which releases are installed changes, so that an upgrade of the agent redoes them. */
const recipe = 1;

/** A short text that is the same exactly when chart and values are; it is kept as a label of the release. */
export function fingerprintOf(release: RenderedRelease): string {
  const text = JSON.stringify([recipe, release.chart, release.values]);
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}
