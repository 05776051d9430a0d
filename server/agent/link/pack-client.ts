import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { dirname, join, normalize, sep } from "node:path";
import { z } from "zod";
import { agentPackPath } from "@/server/domain/agent/limits";
import { LayerFailure } from "@/server/agent/helm/failure";
import { openServerSocket, type ServerAccess } from "./server-access";

const packAnswer = z.object({ files: z.record(z.string().max(512), z.base64()) });
const maxPackBytes = 48 * 1024 * 1024;
const timeoutMs = 60_000;

/** Fetches pack content by digest, once: a digest never changes its meaning. */
export class PackClient {
  readonly #access: ServerAccess;
  readonly #folder: string;
  readonly #loading = new Map<string, Promise<string>>();

  constructor(access: ServerAccess, folder: string) {
    this.#access = access;
    this.#folder = join(folder, "packs");
  }

  /** The folder that holds the pack's files. */
  folderOf(digest: string): Promise<string> {
    const known = this.#loading.get(digest);
    if (known !== undefined) return known;
    const loading = this.#load(digest);
    this.#loading.set(digest, loading);
    loading.catch(() => this.#loading.delete(digest));
    return loading;
  }

  async #load(digest: string): Promise<string> {
    const target = join(this.#folder, digest.replaceAll(/[^A-Za-z0-9]/g, "-"));
    if (await exists(target)) return target;
    const part = `${target}.part-${process.pid}`;
    await rm(part, { recursive: true, force: true });
    const { files } = parseAnswer(await this.#fetch(digest));
    for (const [path, content] of Object.entries(files)) {
      const file = inside(part, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, Buffer.from(content, "base64"), { mode: 0o600 });
    }
    await mkdir(part, { recursive: true, mode: 0o700 });
    await rename(part, target);
    return target;
  }

  async #fetch(digest: string): Promise<string> {
    const { url, token } = this.#access;
    const socket = await openServerSocket(this.#access).catch((error: Error) => {
      throw unreachable(error.message);
    });
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          createConnection: () => socket,
          path: `${agentPackPath}/${encodeURIComponent(digest)}`,
          headers: { host: url.host, authorization: `Bearer ${token}`, connection: "close" },
          signal: AbortSignal.timeout(timeoutMs),
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on("data", (chunk: Buffer) => {
            size += chunk.length;
            if (size > maxPackBytes) outgoing.destroy(new Error("The pack is too large."));
            chunks.push(chunk);
          });
          response.on("error", (error) => reject(unreachable(error.message)));
          response.on("end", () => {
            if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString("utf8"));
            else reject(refusedPack(digest, response.statusCode ?? 0));
          });
        },
      );
      outgoing.on("error", (error) => reject(unreachable(error.message)));
      outgoing.end();
    });
  }
}

/** A path inside a folder; anything that leads out of it is refused. */
export function inside(folder: string, path: string): string {
  const file = normalize(join(folder, path));
  if (file.startsWith(folder + sep) && !path.includes("\0")) return file;
  throw new LayerFailure("LAYER_INSTALL_FAILED", "PackNotUsable", "A path leads out of the pack.");
}

function parseAnswer(text: string): z.output<typeof packAnswer> {
  try {
    return packAnswer.parse(JSON.parse(text));
  } catch {
    throw new LayerFailure("LAYER_INSTALL_FAILED", "PackNotUsable", "The pack cannot be read.");
  }
}

function unreachable(detail: string): LayerFailure {
  const message = `The pack could not be fetched from the server: ${detail}`;
  return new LayerFailure("INTERNAL", "PackNotFetched", message);
}

function refusedPack(digest: string, status: number): LayerFailure {
  if (status !== 404) return unreachable(`HTTP status ${status}`);
  return new LayerFailure("PACK_MISSING", "PackMissing", `No registry holds the pack ${digest}.`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
