import { z } from "zod";

/**
 * What no text of a cluster may bring along: control characters (PostgreSQL refuses NUL), and marks
 * that change the direction of the text around them. Line feeds and tabs stay.
 */
const unprintable =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text with a replacement mark for each character that cannot be stored or would mislead. */
export function printable(text: string): string {
  return text.toWellFormed().replace(unprintable, "\ufffd");
}

/**
 * A string of bounded length, made printable. Whoever reports clips first (`clip`), so a long one is
 * a fault.
 */
export function bounded(max: number) {
  return z.string().max(max).overwrite(printable);
}

/** Shortens text to `max` characters; the dots tell that something is missing. */
export function clip(text: string, max: number): string {
  return printable(text.length <= max ? text : `${text.slice(0, max - 1)}…`);
}

/** A Kubernetes name, namespace, kind or label key. */
export const nameText = bounded(317);

/** A point in time as ISO text. */
export const timeText = z.iso.datetime({ offset: true });
