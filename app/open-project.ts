import "server-only";
import { notFound } from "next/navigation";
import { requireSession } from "@/server/api/page-caller";

/** The project of an address `/[project]/…`; a foreign or unknown one is not found. */
export async function openProject(slug: string, path: string) {
  const session = await requireSession(path);
  const project = session.projects.find((p) => p.slug === slug);
  if (!project) notFound();
  return { session, project };
}
