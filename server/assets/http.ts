import {
  assetFailure,
  isAssetFailure,
  type AssetFailure,
  type AssetSpec,
} from "@/server/domain/assets";
import { messageOf } from "@/server/domain/errors/app-error";

/** How long a server may stay silent and who may stop the transfer. */
export interface HttpOptions {
  signal?: AbortSignal | undefined;
  stallMs?: number;
}

/** An open response. Call `alive` on each chunk and `stop` at the end. */
export interface OpenResponse {
  body: ReadableStream<Uint8Array>;
  /** Content-Length, or 0 when the server does not say. */
  length: number;
  alive(): void;
  stop(): void;
  signal: AbortSignal;
}

const DEFAULT_STALL_MS = 20_000;

/** Opens a URL. Every failure is an AssetFailure that says whether the server is out of reach or refuses. */
export async function get(spec: AssetSpec, url: string, o: HttpOptions): Promise<OpenResponse> {
  const stallMs = o.stallMs ?? DEFAULT_STALL_MS;
  const stalled = new AbortController();
  const stall = () => stalled.abort(new Error(`no answer for ${stallMs / 1000} s`));
  let timer = setTimeout(stall, stallMs);
  const stop = () => clearTimeout(timer);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(stall, stallMs);
  };
  const signal = o.signal ? AbortSignal.any([o.signal, stalled.signal]) : stalled.signal;
  try {
    const response = await fetch(url, {
      signal,
      redirect: "follow",
      headers: { "user-agent": "lamina" },
    });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw refusal(spec, url, response.status);
    }
    alive();
    // A compressed body has another length than the bytes we count.
    const encoded = response.headers.has("content-encoding");
    const length = encoded ? 0 : Number(response.headers.get("content-length") ?? 0);
    return { body: response.body, length, alive, stop, signal };
  } catch (error) {
    stop();
    throw isAssetFailure(error) ? error : unreachable(spec, url, error);
  }
}

/** Reads a small text; more than `maxBytes` is refused. */
export async function readText(
  spec: AssetSpec,
  open: OpenResponse,
  maxBytes: number,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for await (const chunk of open.body) {
      open.alive();
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    throw assetFailure(
      "ASSET_DOWNLOAD_BROKEN",
      spec,
      `the checksum cannot be read (${messageOf(error)}).`,
      { cause: error },
    );
  } finally {
    open.stop();
  }
}

function refusal(spec: AssetSpec, url: string, status: number): AssetFailure {
  if (status === 404 || status === 410) {
    return assetFailure("ASSET_DOWNLOAD_NOT_FOUND", spec, `${url} does not exist (${status}).`);
  }
  // A login page or block page of a proxy answers 401, 403 or 407: as good as no connection.
  const blocked = status < 500;
  if (!blocked) return assetFailure("ASSET_DOWNLOAD_BROKEN", spec, `${url} answered ${status}.`);
  const { host } = new URL(url);
  return assetFailure("ASSET_DOWNLOAD_UNREACHABLE", spec, `answered ${status}.`, { host });
}

function unreachable(spec: AssetSpec, url: string, error: unknown): AssetFailure {
  // A redirect leads to another server than the one that was asked.
  const host = lookedUp(error) ?? new URL(url).host;
  const reason = `cannot be reached (${causeCode(error) ?? messageOf(error)}).`;
  return assetFailure("ASSET_DOWNLOAD_UNREACHABLE", spec, reason, { host, cause: error });
}

/** The system's error code (ENOTFOUND, ECONNREFUSED …) that undici hides in the cause. */
export function causeCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}

/** The name that could not be looked up, if that was the trouble. */
function lookedUp(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("hostname" in at && typeof at.hostname === "string") return at.hostname;
  }
  return undefined;
}
