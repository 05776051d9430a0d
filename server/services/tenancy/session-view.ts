import { eq } from "drizzle-orm";
import { z } from "zod";
import { can } from "@/server/domain/access/grants";
import { AppError } from "@/server/domain/errors/app-error";
import { projects, tenants, users } from "@/server/db/schema";
import type { SessionView } from "@/server/domain/tenancy/types";
import { defineRead } from "@/server/services/kit/define";
import { administersInstallation } from "@/server/services/system/installation";

/** Who is signed in, where, with which projects and rights: what the console's frame shows. */
export const getSession = defineRead({
  permission: "signed-in",
  input: z.void(),
  project: () => null,
  async run(ctx): Promise<SessionView> {
    if (ctx.actor.kind !== "user") throw new AppError("FORBIDDEN", "Only people have sessions.");
    const { id: userId, grants } = ctx.actor;
    const [tenant] = await ctx.tx.select().from(tenants).where(eq(tenants.tenantId, ctx.tenantId));
    const [user] = await ctx.tx.select().from(users).where(eq(users.id, userId));
    if (!tenant || !user) throw new AppError("UNAUTHENTICATED", "This session has ended.");
    const place = { tenantId: ctx.tenantId, table: "users", row: userId };
    const everywhere = grants.some((g) => g.projectId === null);
    const rows = await ctx.tx.select().from(projects).orderBy(projects.name);
    return {
      user: {
        id: userId,
        name: await ctx.keyring.open(ctx.tx, { ...place, column: "name" }, user.nameSealed),
        email: await ctx.keyring.open(ctx.tx, { ...place, column: "email" }, user.emailSealed),
      },
      tenant: { id: tenant.tenantId, name: tenant.name },
      administersInstallation: await administersInstallation(ctx),
      needsSetUp: tenant.setUpAt === null && can(grants, "user.update", null),
      projects: rows
        .filter((p) => everywhere || grants.some((g) => g.projectId === p.id))
        .map((p) => ({ id: p.id, name: p.name, slug: p.slug })),
      grants: grants.map((g) => ({ projectId: g.projectId, permissions: [...g.permissions] })),
    };
  },
});
