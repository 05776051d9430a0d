import { toBytes } from "./bytes";
import type { PackFiles } from "./types";

/** Hex SHA-256 of bytes; both Node and browsers have it. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

/** SHA-256 by the Web Crypto API. */
export const webSha256: Sha256 = async (bytes) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/**
 * The digest of a pack's content, `sha256:…`: over one line `<hex>  <path>` per file, sorted by path.
 * Independent of archive format, order and times.
 */
export async function digestOf(files: PackFiles, sha256: Sha256 = webSha256): Promise<string> {
  const paths = Object.keys(files).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const lines = await Promise.all(
    paths.map(async (path) => `${await sha256(toBytes(files[path] ?? ""))}  ${path}\n`),
  );
  return `sha256:${await sha256(toBytes(lines.join("")))}`;
}
