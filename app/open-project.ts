import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { pageCaller, requireSession } from "@/server/api/page-caller";
import type { SessionView } from "@/server/domain/tenancy/types";

/** The session of the request, or null when nobody is signed in. */
export const currentSession = cache(async (): Promise<SessionView | null> => {
  const caller = await pageCaller();
  try {
    return await caller.session.get();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
});

/** The project of an address `/[project]/…`; a foreign or unknown one is not found. */
export async function openProject(slug: string, path: string) {
  const session = await requireSession(path);
  const project = session.projects.find((p) => p.slug === slug);
  if (!project) notFound();
  return { session, project };
}
