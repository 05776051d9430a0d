import { formatBytes } from "@/server/domain/yaml/parse";
import { pathFault } from "./file-paths";
import { packLimits } from "./limits";
import type { PackProblem } from "./types";

export type ReadArchiveResult =
  | { ok: true; files: Record<string, Uint8Array> }
  | { ok: false; problems: PackProblem[] };

class ArchiveFault extends Error {}

/**
 * Unpacks a `.tar.gz` in memory: no links, no devices, no paths that lead out, bounded sizes.
 * A leading `./` is dropped. Never throws.
 */
export async function readTarGz(archive: Uint8Array): Promise<ReadArchiveResult> {
  try {
    if (archive.length > packLimits.archiveBytes) {
      const [size, limit] = [archive.length, packLimits.archiveBytes].map(formatBytes);
      throw new ArchiveFault(`The archive is ${size}. The limit is ${limit}.`);
    }
    return { ok: true, files: readTar(await gunzip(archive)) };
  } catch (error) {
    const known = error instanceof ArchiveFault;
    const message = known ? error.message : "The archive is not a valid .tar.gz file.";
    return { ok: false, problems: [{ message }] };
  }
}

/** Stops as soon as too much comes out, so that a small bomb cannot fill the memory. */
async function gunzip(archive: Uint8Array): Promise<Uint8Array> {
  const source = new Blob([new Uint8Array(archive)]).stream();
  const reader = source.pipeThrough(new DecompressionStream("gzip")).getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
    if (total > packLimits.totalBytes) {
      await reader.cancel();
      const limit = formatBytes(packLimits.totalBytes);
      throw new ArchiveFault(`The archive unpacks to more than the limit of ${limit}.`);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

const block = 512;

function readTar(tar: Uint8Array): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = Object.create(null);
  let longName: string | undefined;
  let count = 0;
  for (let at = 0; at + block <= tar.length;) {
    const header = tar.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(field(header, 124, 12).trim() || "0", 8);
    if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveFault("The archive is damaged.");
    const body = tar.subarray(at + block, at + block + size);
    if (body.length < size) throw new ArchiveFault("The archive ends too early.");
    at += block + Math.ceil(size / block) * block;
    const type = String.fromCharCode(header[156] || 48);
    if (type === "L" || type === "x") {
      longName = type === "L" ? field(body, 0, size) : (paxPath(body) ?? longName);
      continue;
    }
    const name = longName ?? headerName(header);
    longName = undefined;
    if (type === "5" || type === "g") continue;
    if (type !== "0" && type !== "7")
      throw new ArchiveFault(`Refused: "${name}" is a link or a device.`);
    const path = name.replace(/^(?:\.\/)+/, "");
    const fault = pathFault(path);
    if (fault) throw new ArchiveFault(`Refused: ${fault} ("${name}").`);
    if (++count > packLimits.files) {
      throw new ArchiveFault(`The archive has more than ${packLimits.files} files.`);
    }
    files[path] = body.slice();
  }
  return { ...files };
}

function field(bytes: Uint8Array, from: number, length: number): string {
  const text = new TextDecoder().decode(bytes.subarray(from, from + length));
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}

function headerName(header: Uint8Array): string {
  const prefix = field(header, 257, 5) === "ustar" ? field(header, 345, 155) : "";
  const name = field(header, 0, 100);
  return prefix ? `${prefix}/${name}` : name;
}

function paxPath(body: Uint8Array): string | undefined {
  return /^\d+ path=(.*)$/m.exec(new TextDecoder().decode(body))?.[1];
}
