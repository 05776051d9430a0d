import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { isAppError } from "@/server/domain/errors/app-error";
import type { SessionView } from "@/server/domain/tenancy/types";
import { apiContext } from "./handler";
import { appRouter } from "./root";
import { createCaller } from "./trpc";

/** The API for a page that renders on the server: the same procedures, without the network. */
export const pageCaller = cache(async () => {
  const context = await apiContext((await headers()).get("cookie"));
  return createCaller(appRouter)(context);
});

/** The signed-in person, or a redirect to the sign-in page that comes back to `from`. */
export const requireSession = cache(async (from: string): Promise<SessionView> => {
  const context = await apiContext((await headers()).get("cookie"));
  if (!context.actor) redirect(`/sign-in?from=${encodeURIComponent(from)}`);
  return createCaller(appRouter)(context).session.get();
});

/** What went wrong in a page's own call, for its not-found and forbidden states. */
export function pageErrorCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  return isAppError(cause) ? cause.code : null;
}
