import type { IncomingHttpHeaders, RequestListener } from "node:http";

/** No request needs more: values are at most 1 MiB a layer. */
const maxBodyBytes = 8 * 1024 * 1024;

/**
 * Answers a request whose body is too large, or whose length nobody knows beforehand, before any
 * handler keeps it in memory. What still arrives of it is thrown away.
 */
export function limitBodies(next: RequestListener): RequestListener {
  return (request, response) => {
    const refusal = refusalOf(request.headers);
    if (!refusal) {
      next(request, response);
      return;
    }
    response.writeHead(refusal.status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: refusal.message } }));
  };
}

function refusalOf(headers: IncomingHttpHeaders): { status: number; message: string } | null {
  if (Number(headers["content-length"] ?? 0) > maxBodyBytes) {
    return { status: 413, message: "The request is larger than 8 MiB." };
  }
  // HTTP frames a body by one of the two headers, so a body without a length has this one.
  if (headers["transfer-encoding"] !== undefined) {
    return { status: 411, message: "Send the length of the body (content-length) with it." };
  }
  return null;
}
