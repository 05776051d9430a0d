import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { isAppError } from "@/server/domain/errors/app-error";
import type { SessionView } from "@/server/domain/tenancy/types";
import { apiContext } from "./handler";
import { appRouter } from "./root";
import { createCaller } from "./trpc";

/** Who asks for the page: looked up once per request, however many of its parts want to know. */
export const pageContext = cache(async () => apiContext((await headers()).get("cookie")));

/** The API for a page that renders on the server: the same procedures, without the network. */
export const pageCaller = cache(async () => createCaller(appRouter)(await pageContext()));

/** The session of the request, or null when nobody is signed in. */
export const currentSession = cache(async (): Promise<SessionView | null> => {
  const { actor } = await pageContext();
  if (!actor) return null;
  const caller = await pageCaller();
  try {
    return await caller.session.get();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
});

/** The signed-in person, or a redirect to the sign-in page that comes back to `from`. */
export async function requireSession(from: string): Promise<SessionView> {
  return (await currentSession()) ?? redirect(`/sign-in?from=${encodeURIComponent(from)}`);
}

/** What went wrong in a page's own call, for its not-found and forbidden states. */
export function pageErrorCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  return isAppError(cause) ? cause.code : null;
}
