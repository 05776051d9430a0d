import type { IncomingMessage, ServerResponse } from "node:http";
import { refuse, type Refusal, type RequestCheck } from "./refusal";

const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * How large a body each route takes, the first that matches. What answers strangers parses before it knows
 * anybody, so it gets what a form needs; the API looks at the session before it reads.
 */
const bodyLimits: readonly { path: string; bytes: number }[] = [
  { path: "/api/auth/", bytes: 16 * KiB },
  // The largest profile has 32 MiB; in JSON quotes and line ends take two characters.
  { path: "/api/trpc/profile.", bytes: 48 * MiB },
  { path: "/api/trpc/", bytes: 8 * MiB },
];

/** Bytes a body sent to this path may have. Pages and all other routes take none. */
export function maxBodyBytes(path: string): number {
  return bodyLimits.find((limit) => path.startsWith(limit.path))?.bytes ?? 0;
}

const pathOf = (request: IncomingMessage) => (request.url ?? "/").split("?", 1)[0] ?? "/";

/** Refuses a body whose stated length is above what its route takes. */
export const checkBodyLength: RequestCheck = (request) => {
  const limit = maxBodyBytes(pathOf(request));
  return Number(request.headers["content-length"] ?? 0) > limit ? tooLarge(limit) : null;
};

/**
 * Counts a body of unknown length (chunked) as it arrives, keeps no more of it than its route takes, and
 * refuses it at its end: a connection that closed on a client that is sending would take the answer with
 * it. Node itself holds a body to its stated length, and ends requests that take too long.
 */
export function limitChunkedBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers["transfer-encoding"] === undefined) return;
  const limit = maxBodyBytes(pathOf(request));
  const push = request.push.bind(request);
  let received = 0;
  // Node hands every piece of a body to `push`; a listener for "data" would set the stream flowing.
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    received += chunk?.length ?? 0;
    if (received <= limit) return push(chunk, encoding);
    // The rest is thrown away; the handler never sees an end, so it takes no part for the whole.
    if (chunk !== null) return true;
    response.shouldKeepAlive = false;
    if (!response.headersSent) refuse(response, tooLarge(limit));
    return false;
  };
}

function tooLarge(limit: number): Refusal {
  if (limit === 0) return { status: 413, message: "This address takes no request body." };
  const size = limit >= MiB ? `${limit / MiB} MiB` : `${limit / KiB} KiB`;
  return { status: 413, message: `The request is larger than ${size}.` };
}
