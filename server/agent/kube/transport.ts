import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { KubeAccess } from "./kubeconfig";
import { textAt } from "./object";

/** An answer of the API server that is not a success, or no answer at all (`status` 0). */
export class KubeError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.name = "KubeError";
    this.status = status;
    this.reason = reason;
  }
}

/** One request. `timeoutMs` bounds the time to the last byte. */
export interface KubeRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
  contentType?: string;
  accept?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
}

const defaultTimeoutMs = 30_000;
const maxAnswerBytes = 128 * 1024 * 1024;

/**
 * HTTPS to one API server with the agent's certificate. The typed client of all Kubernetes APIs costs
 * 84 MB of memory per process; an agent needs a dozen paths, so it speaks HTTP itself.
 */
export class KubeTransport {
  readonly #access: KubeAccess;
  readonly #base: URL;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(access: KubeAccess) {
    this.#access = access;
    this.#base = new URL(access.server);
    const options = { keepAlive: true, maxSockets: 24, keepAliveMsecs: 15_000 };
    this.#agent =
      this.#base.protocol === "https:"
        ? new HttpsAgent({ ...options, ca: access.ca, cert: access.cert, key: access.key })
        : new HttpAgent(options);
  }

  /** Sends a request and reads the whole JSON answer. */
  async json(request: KubeRequest): Promise<unknown> {
    const timeout = AbortSignal.timeout(request.timeoutMs ?? defaultTimeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    const response = await this.open({ ...request, signal });
    const text = await readText(response);
    return text === "" ? undefined : parseJson(text);
  }

  /** Sends a request and hands over the answer's stream; throws a KubeError for a failure. */
  async open(request: KubeRequest): Promise<IncomingMessage> {
    const response = await this.#send(request);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const text = await readText(response);
    const answer = parseJson(text);
    const message = textAt(answer, "message") || text.slice(0, 500) || `HTTP status ${status}`;
    throw new KubeError(status, textAt(answer, "reason"), message);
  }

  /** Closes idle connections. */
  close(): void {
    this.#agent.destroy();
  }

  #send(request: KubeRequest): Promise<IncomingMessage> {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const send = this.#base.protocol === "https:" ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const outgoing = send(
        new URL(`${this.#base.pathname.replace(/\/$/, "")}${request.path}`, this.#base),
        {
          method: request.method,
          agent: this.#agent,
          signal: request.signal,
          headers: {
            accept: request.accept ?? "application/json",
            ...(body !== undefined && {
              "content-type": request.contentType ?? "application/json",
              "content-length": Buffer.byteLength(body),
            }),
            ...(this.#access.token !== undefined && {
              authorization: `Bearer ${this.#access.token}`,
            }),
          },
        },
        resolve,
      );
      outgoing.on("error", (error) => {
        const message = `The API server at ${this.#base.origin} does not answer: ${error.message}`;
        reject(new KubeError(0, "Unreachable", message));
      });
      outgoing.end(body);
    });
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new KubeError(0, "TooLarge", "The answer is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
