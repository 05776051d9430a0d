import { createHash } from "node:crypto";

/** Tells one content from another without keeping it: for contents with keys inside. */
export function contentDigest(content: string): string {
  return createHash("sha256").update(content).digest("base64url");
}
