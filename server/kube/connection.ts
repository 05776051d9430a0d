import http from "node:http";
import https from "node:https";
import { messageOf } from "@/server/domain/errors/app-error";
import { fromJson, toJson } from "@/server/domain/json/exact";
import { readAccess, type KubeconfigSource } from "./access";
import { KubeError, errorCodeOf } from "./errors";
import { libraryIdentity, plainIdentity } from "./identity";

/** One HTTP request to an API server. */
export interface KubeRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Readonly<Record<string, string | undefined>> | undefined;
  body?: unknown;
  contentType?: string;
  accept?: string;
  /** Silence longer than this ends the request. */
  silenceMs?: number;
  /** The whole answer must be there by then; a stream has no such end unless asked for. */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** A way to one API server, as one identity. */
export interface KubeConnection {
  readonly server: string;
  /** The parsed answer; throws KubeError. */
  request(request: KubeRequest): Promise<unknown>;
  /** The answer's body as a stream, once its status is a success. */
  stream(request: KubeRequest): Promise<http.IncomingMessage>;
  close(): void;
}

/** An API server that reads answers soon; a change may wait for admission webhooks, at most 30 s each. */
const SILENCE_MS = { reading: 15_000, changing: 35_000 };
const WHOLE_MS = 60_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Connects by the text of a kubeconfig and its current context. Nothing is sent yet. */
export function connect(kubeconfig: string, source: KubeconfigSource = {}): KubeConnection {
  const access = readAccess(kubeconfig, source);
  const identity = access.needsLibrary
    ? libraryIdentity(kubeconfig, access, source)
    : plainIdentity(access);

  const send = async (request: KubeRequest): Promise<http.IncomingMessage> => {
    const url = urlOf(access.server, request);
    let options: https.RequestOptions;
    try {
      options = await identity.options();
    } catch (cause) {
      throw new KubeError("UNAUTHORIZED", `No credentials: ${messageOf(cause)}`, { cause });
    }
    return exchange(url, options, request);
  };
  return {
    server: access.server,
    request: async (request) => {
      const response = await send({ timeoutMs: WHOLE_MS, ...request });
      return answerOf(response, await readText(response));
    },
    stream: async (request) => {
      const response = await send(request);
      if ((response.statusCode ?? 500) < 300) return response;
      answerOf(response, await readText(response)); // throws
      return response;
    },
    close: () => identity.close(),
  };
}

/** The same way to the API server; no request or stream outlives the signal. */
export function connectionUntil(connection: KubeConnection, end: AbortSignal): KubeConnection {
  const bound = (request: KubeRequest): KubeRequest => {
    const signal = request.signal ? AbortSignal.any([request.signal, end]) : end;
    return { ...request, signal };
  };
  return {
    server: connection.server,
    request: (request) => connection.request(bound(request)),
    stream: (request) => connection.stream(bound(request)),
    close: () => connection.close(),
  };
}

function urlOf(server: string, request: KubeRequest): URL {
  const url = new URL(server.replace(/\/$/, "") + request.path);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

function exchange(
  url: URL,
  options: https.RequestOptions,
  request: KubeRequest,
): Promise<http.IncomingMessage> {
  const body = request.body === undefined ? undefined : toJson(request.body);
  const headers: http.OutgoingHttpHeaders = { Accept: request.accept ?? "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = request.contentType ?? "application/json";
    headers["Content-Length"] = Buffer.byteLength(body);
  }
  const { method, signal, timeoutMs } = request;
  const silence = request.silenceMs ?? SILENCE_MS[method === "GET" ? "reading" : "changing"];
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === "http:" ? http : https).request(url, {
      ...options,
      method,
      headers: { ...headersOf(options), ...headers },
      timeout: silence,
      ...(signal ? { signal } : {}),
    });
    let response: http.IncomingMessage | undefined;
    const giveUp = (why: string) => void (response ?? outgoing).destroy(new Error(why));
    const whole =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => giveUp(`no whole answer within ${seconds(timeoutMs)}`), timeoutMs);
    outgoing.once("response", (incoming) => {
      response = incoming;
      resolve(incoming);
    });
    outgoing.once("timeout", () => giveUp(`no answer for ${seconds(silence)}`));
    outgoing.on("error", (cause) =>
      reject(unreachable(url, signal?.aborted ? signal.reason : cause)),
    );
    outgoing.once("close", () => clearTimeout(whole));
    outgoing.end(body);
  });
}

function headersOf(options: https.RequestOptions): http.OutgoingHttpHeaders {
  // The library only ever sets a record of headers.
  return (options.headers ?? {}) as http.OutgoingHttpHeaders;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

function unreachable(url: URL, cause: unknown): KubeError {
  const text = `The API server at ${url.host} cannot be reached: ${messageOf(cause)}`;
  return new KubeError("UNREACHABLE", text, { cause });
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > MAX_ANSWER_BYTES) throw new Error("the answer is too large");
      chunks.push(bytes);
    }
  } catch (cause) {
    throw new KubeError("UNREACHABLE", `The answer broke off: ${messageOf(cause)}`, { cause });
  }
  return Buffer.concat(chunks).toString("utf8");
}

function answerOf(response: http.IncomingMessage, text: string): unknown {
  const status = response.statusCode ?? 500;
  const json = response.headers["content-type"]?.includes("json") === true;
  const body = json && text !== "" ? parseJson(text) : text;
  if (status < 300) return body;
  const { reason, message } = statusOf(body);
  const retryAfter = Number(response.headers["retry-after"]);
  throw new KubeError(errorCodeOf(status, reason), message || `HTTP ${status}`, {
    status,
    ...(Number.isFinite(retryAfter) ? { retryAfterMs: retryAfter * 1000 } : {}),
  });
}

function parseJson(text: string): unknown {
  try {
    return fromJson(text);
  } catch (cause) {
    throw new KubeError("SERVER_ERROR", "The answer is no JSON.", { cause });
  }
}

/** Reason and message of a `v1 Status`, or the plain text that came instead of one. */
function statusOf(body: unknown): { reason: string; message: string } {
  if (typeof body !== "object" || body === null) {
    return { reason: "", message: typeof body === "string" ? body.slice(0, 500) : "" };
  }
  const reason = "reason" in body ? String(body.reason) : "";
  return { reason, message: "message" in body ? String(body.message) : "" };
}
