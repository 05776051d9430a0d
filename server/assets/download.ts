import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import {
  assetFailure,
  fileNameOf,
  isAssetFailure,
  parseChecksum,
  renderTemplate,
  type AssetProgress,
  type AssetRelease,
  type AssetSpec,
  type Platform,
} from "@/server/domain/assets";
import { messageOf } from "@/server/domain/errors/app-error";
import { extractMember } from "./archive";
import { tempPath } from "./files";
import { causeCode, get, readText } from "./http";

/** What a download needs beside the asset itself. */
export interface DownloadOptions {
  platform: Platform;
  /** Folder for temporary files; must be on the same disk as the final place. */
  dir: string;
  signal?: AbortSignal | undefined;
  /** Longest silence of the server, before the first byte and between two. */
  stallMs?: number;
  onProgress(progress: AssetProgress): void;
}

/** Most bytes a checksum document may have; GitHub's release JSON is the largest. */
const MAX_CHECKSUM_BYTES = 4 * 1024 * 1024;

/** Trouble of our own disk rather than of the connection. */
const STORAGE_CODES = new Set(["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO"]);

/** Fetches an official release, checks its published checksum and returns the path of a temporary file. */
export async function downloadAsset(
  spec: AssetSpec,
  release: AssetRelease,
  o: DownloadOptions,
): Promise<string> {
  const vars = { version: spec.version, os: o.platform.os, arch: o.platform.arch };
  const url = renderTemplate(release.url, vars);
  o.onProgress({
    done: 0,
    total: 0,
    unit: "bytes",
    line: `Fetching the checksum of ${fileNameOf(url)}`,
  });
  const want = await publishedChecksum(
    spec,
    release,
    renderTemplate(release.checksum.url, vars),
    url,
    o,
  );
  const file = tempPath(o.dir, spec.name);
  try {
    const got = await fetchFile(spec, url, file, o);
    if (got !== want) {
      throw assetFailure(
        "ASSET_CHECKSUM_MISMATCH",
        spec,
        `${url} has SHA-256 ${got}, but its publisher says ${want}. The file was thrown away.`,
      );
    }
    if (!release.member) return file;
    const program = tempPath(o.dir, spec.name);
    await extractMember(spec, file, renderTemplate(release.member, vars), program);
    await rm(file, { force: true });
    return program;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

async function publishedChecksum(
  spec: AssetSpec,
  release: AssetRelease,
  checksumUrl: string,
  url: string,
  o: DownloadOptions,
): Promise<string> {
  const response = await get(spec, checksumUrl, o);
  const text = await readText(spec, response, MAX_CHECKSUM_BYTES);
  const digest = parseChecksum(release.checksum.format, text, fileNameOf(url));
  if (digest) return digest;
  throw assetFailure(
    "ASSET_CHECKSUM_MISSING",
    spec,
    `${checksumUrl} holds no SHA-256 of ${fileNameOf(url)}.`,
  );
}

/** Streams a URL into a file and returns its SHA-256. */
async function fetchFile(
  spec: AssetSpec,
  url: string,
  file: string,
  o: DownloadOptions,
): Promise<string> {
  const { body, length, alive, signal, stop } = await get(spec, url, o);
  const hash = createHash("sha256");
  let done = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      alive();
      hash.update(chunk);
      done += chunk.length;
      o.onProgress({ done, total: length, unit: "bytes", line: `Downloading ${fileNameOf(url)}` });
      next(null, chunk);
    },
  });
  try {
    await pipeline(webStream(body), meter, createWriteStream(file, { flags: "wx" }), { signal });
    if (length > 0 && done !== length)
      throw new Error(`the connection ended after ${done} of ${length} bytes`);
    return hash.digest("hex");
  } catch (error) {
    if (isAssetFailure(error)) throw error;
    if (STORAGE_CODES.has(causeCode(error) ?? "")) {
      throw assetFailure("ASSET_STORAGE", spec, messageOf(error), { cause: error });
    }
    const reason = messageOf(signal.aborted ? signal.reason : error);
    throw assetFailure("ASSET_DOWNLOAD_BROKEN", spec, `${url} broke off (${reason}).`, {
      cause: error,
    });
  } finally {
    stop();
  }
}

/** fetch types its body as the DOM's stream; Node's is the same object with more methods. */
function webStream(body: globalThis.ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(body as ReadableStream<Uint8Array>);
}
