import http from "node:http";
import https from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { messageOf } from "@/server/domain/errors/app-error";
import { KubeError, errorCodeOf } from "./errors";

/** One HTTP request to an API server. */
export interface KubeRequest {
  method: string;
  path: string;
  query?: Readonly<Record<string, string | undefined>> | undefined;
  body?: unknown;
  contentType?: string;
  /** Silence longer than this ends the request. */
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

const TIMEOUT_MS = 15_000;
const MAX_SOCKETS = 32;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Connects by the text of a kubeconfig and its current context. Nothing is sent yet. */
export function connect(kubeconfig: string): KubeConnection {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new KubeError("INVALID", "The kubeconfig names no cluster to talk to.");
  const agent = new https.Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

  const optionsFor = async (url: URL): Promise<https.RequestOptions> => {
    const options: https.RequestOptions = { headers: {} };
    await config.applyToHTTPSOptions(options);
    // The library's own agent opens a connection per request; a proxy needs it all the same.
    return cluster.proxyUrl || url.protocol === "http:" ? options : { ...options, agent };
  };
  const send = async (request: KubeRequest): Promise<http.IncomingMessage> => {
    const url = urlOf(cluster.server, request);
    let options: https.RequestOptions;
    try {
      options = await optionsFor(url);
    } catch (cause) {
      throw new KubeError("UNAUTHORIZED", `No credentials: ${messageOf(cause)}`, { cause });
    }
    return exchange(url, options, request);
  };
  return {
    server: cluster.server,
    request: async (request) => {
      const response = await send(request);
      return answerOf(response, await readText(response));
    },
    stream: async (request) => {
      const response = await send(request);
      if ((response.statusCode ?? 500) < 300) return response;
      answerOf(response, await readText(response)); // throws
      return response;
    },
    close: () => agent.destroy(),
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
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers: http.OutgoingHttpHeaders = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = request.contentType ?? "application/json";
    headers["Content-Length"] = Buffer.byteLength(body);
  }
  const method = request.method;
  const timeout = request.timeoutMs ?? TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === "http:" ? http : https).request(url, {
      ...options,
      method,
      headers: { ...headersOf(options), ...headers },
      timeout,
      ...(request.signal ? { signal: request.signal } : {}),
    });
    outgoing.once("response", resolve);
    outgoing.once("timeout", () => {
      outgoing.destroy(new Error(`no answer for ${Math.round(timeout / 1000)} s`));
    });
    outgoing.once("error", (cause) => reject(unreachable(url, cause)));
    outgoing.end(body);
  });
}

function headersOf(options: https.RequestOptions): http.OutgoingHttpHeaders {
  // The library only ever sets a record of headers.
  return (options.headers ?? {}) as http.OutgoingHttpHeaders;
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
  const body: unknown = json && text !== "" ? JSON.parse(text) : text;
  if (status < 300) return body;
  const { reason, message } = statusOf(body);
  const retryAfter = Number(response.headers["retry-after"]);
  throw new KubeError(errorCodeOf(status, reason), message || `HTTP ${status}`, {
    status,
    ...(Number.isFinite(retryAfter) ? { retryAfterMs: retryAfter * 1000 } : {}),
  });
}

/** Reason and message of a `v1 Status`, or the plain text that came instead of one. */
function statusOf(body: unknown): { reason: string; message: string } {
  if (typeof body !== "object" || body === null) {
    return { reason: "", message: typeof body === "string" ? body.slice(0, 500) : "" };
  }
  const reason = "reason" in body ? String(body.reason) : "";
  return { reason, message: "message" in body ? String(body.message) : "" };
}
