import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { apiErrorOf } from "./api-error";

/** Answers that a repeat would not change. */
const final = new Set([
  "UNAUTHORIZED",
  "FORBIDDEN",
  "NOT_FOUND",
  "BAD_REQUEST",
  "PRECONDITION_FAILED",
  "CONFLICT",
]);

/** A session that ended sends to the sign-in page and back; text being edited is kept by the page. */
function onError(error: unknown): void {
  if (apiErrorOf(error).code !== "UNAUTHORIZED") return;
  window.dispatchEvent(new Event("lamina:signed-out"));
}

/** The cache of the API's answers. The change feed invalidates it, so answers stay fresh for long. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) => !final.has(apiErrorOf(error).code) && count < 2,
      },
    },
  });
}
