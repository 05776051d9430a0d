import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@/server/api/root";

/** An error of the API as pages show it. */
export interface ApiError {
  /** tRPC's code, e.g. FORBIDDEN. */
  code: string;
  /** Our own code where there is one, e.g. STALE. */
  reason: string | null;
  message: string;
  /** Input path → what is wrong with it. */
  fields: Record<string, string>;
  requestId: string | null;
}

/** Reads any thrown value of a call; a lost connection is told apart from an answer. */
export function apiErrorOf(error: unknown): ApiError {
  const none = { reason: null, fields: {}, requestId: null };
  if (!isApiClientError(error)) {
    return {
      ...none,
      code: "UNKNOWN",
      message: error instanceof Error ? error.message : String(error),
    };
  }
  if (!error.data) {
    const message = "The console cannot be reached. Check that it is running, then try again.";
    return { ...none, code: "OFFLINE", message };
  }
  const { code, reason, fields, requestId } = error.data;
  return { code, reason, message: error.message, fields, requestId };
}

function isApiClientError(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError;
}
