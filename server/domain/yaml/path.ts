import { getIn, isMap } from "./data";
import type { YamlPath, YamlValue } from "./types";

/** `charts.web.replicas` for people. */
export function formatPath(path: YamlPath): string {
  return path.join(".");
}

/**
 * Splits a dotted path. Keys may hold dots themselves (`pack.spectrocloud.com/install-priority`), so
 * with `data` at hand the longest run of segments that names an existing key wins.
 */
export function parsePath(dotted: string, data?: YamlValue): string[] {
  const segments = dotted.split(".");
  const path: string[] = [];
  let here = data;
  for (let i = 0; i < segments.length;) {
    const length = keyLength(segments, i, here);
    const key = segments.slice(i, i + length).join(".");
    path.push(key);
    here = here === undefined ? undefined : getIn(here, [key]);
    i += length;
  }
  return path;
}

/** No key of values or objects has more dots; without an end a path of many dots takes quadratic time. */
const maxDotsInKey = 32;

function keyLength(segments: readonly string[], from: number, here: YamlValue | undefined): number {
  if (!isMap(here)) return 1;
  for (let length = Math.min(segments.length - from, maxDotsInKey + 1); length > 1; length--) {
    if (Object.hasOwn(here, segments.slice(from, from + length).join("."))) return length;
  }
  return 1;
}
