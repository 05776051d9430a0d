import { timingSafeEqual } from "node:crypto";
import { getDeps } from "@/server/deps";

/** Longest time one call drains; a scheduler calls again. */
const drainMs = 20_000;

/**
 * Drains due work for a bounded time: `POST /api/worker` with the shared secret as bearer token.
 * Answers `{runs}`; 401 without the secret.
 */
export async function handleWorkerRequest(request: Request): Promise<Response> {
  const { secrets, drain } = getDeps();
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${secrets.worker}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    const message =
      "This address is for Lamina's scheduler: send the worker's secret as bearer token.";
    return Response.json({ error: { message } }, { status: 401 });
  }
  return Response.json({ runs: await drain(drainMs) });
}
