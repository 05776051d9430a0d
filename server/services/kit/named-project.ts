import { eq } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "@/server/domain/errors/app-error";
import { idSchema } from "@/server/domain/ids/ids";
import { projects } from "@/server/db/schema";
import type { VerbContext } from "./context";

/** Input of what is asked of a whole project. */
export const inProject = z.object({ projectId: idSchema("project") });

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
