import { z } from "zod";

/** A string of bounded length. Whoever reports clips first (`clip`), so a long one is a fault. */
export function bounded(max: number) {
  return z.string().max(max);
}

/** Shortens text to `max` characters; the dots tell that something is missing. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** A Kubernetes name, namespace, kind or label key. */
export const nameText = bounded(317);

/** A point in time as ISO text. */
export const timeText = z.iso.datetime({ offset: true });
