import { randomUUID } from "node:crypto";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { actorOfCookies, parseCookies } from "@/server/auth/actor";
import { getDeps } from "@/server/deps";
import { appRouter } from "./root";
import { inItsTransport, type ApiContext } from "./trpc";

/** Queries that one request may ask together. Each change is a request, and so a transaction, of its own. */
const maxQueriesPerRequest = 20;

/** Answers the console's API calls. */
export function handleApiRequest(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    maxBatchSize: request.method === "GET" ? maxQueriesPerRequest : 1,
    createContext: () => apiContext(request.headers.get("cookie")).catch(inItsTransport),
    // Every answer is for one person, some are secrets: no cache on the way may keep one.
    responseMeta: () => ({ headers: new Headers({ "cache-control": "no-store" }) }),
  });
}

/** The context of a request with these cookies; pages that prefetch on the server use it too. */
export async function apiContext(cookieHeader: string | null): Promise<ApiContext> {
  const actor = await actorOfCookies(parseCookies(cookieHeader));
  return { services: getDeps().services, actor, requestId: randomUUID() };
}
