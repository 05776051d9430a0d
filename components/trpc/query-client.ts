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

/** A session that ended asks to sign in again over the page, which keeps what is being edited. */
function tellWhenSignedOut(error: unknown): void {
  if (apiErrorOf(error).code !== "UNAUTHORIZED") return;
  window.dispatchEvent(new Event("lamina:signed-out"));
}

/** The cache of the API's answers. The change feed invalidates it, so answers stay fresh for long. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: tellWhenSignedOut }),
    mutationCache: new MutationCache({ onError: tellWhenSignedOut }),
    defaultOptions: {
      // A console on the same machine answers without any network.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 30_000,
        retry: (count, error) => !final.has(apiErrorOf(error).code) && count < 2,
      },
    },
  });
}
