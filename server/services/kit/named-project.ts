import { eq } from "drizzle-orm";
import { notFound } from "@/server/domain/errors/app-error";
import { projects } from "@/server/db/schema";
import type { VerbContext } from "./context";

/** The project that the input names, when it is one of this tenant's; otherwise NOT_FOUND. */
export async function namedProject(
  ctx: VerbContext,
  input: { projectId: string },
): Promise<string> {
  const where = eq(projects.id, input.projectId);
  const [project] = await ctx.tx.select({ id: projects.id }).from(projects).where(where);
  if (!project) throw notFound("project", input.projectId);
  return project.id;
}
