import { and, eq, isNull } from "drizzle-orm";
import { AppError } from "@/server/domain/errors/app-error";
import { setUpInput } from "@/server/domain/tenancy/set-up";
import { tenants, users } from "@/server/db/schema";
import { setAddress } from "@/server/services/auth/addresses";
import { hashPassword } from "@/server/services/auth/password";
import { endOtherSessions } from "@/server/services/auth/session-actor";
import { defineWrite } from "@/server/services/kit/define";

/** First-run set-up by the first administrator, once: names, e-mail and an own password. */
export const setUp = defineWrite({
  permission: "user.update",
  input: setUpInput,
  project: () => null,
  async run(ctx, input) {
    const { tenantId, tx, keyring, actor } = ctx;
    if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person can set up.");
    const now = ctx.clock.now();
    const [claimed] = await tx
      .update(tenants)
      .set({ name: input.organisation, setUpAt: now, updatedAt: now })
      .where(and(eq(tenants.tenantId, tenantId), isNull(tenants.setUpAt)))
      .returning({ operatesInstallation: tenants.operatesInstallation });
    if (!claimed) {
      const message = "This organisation is already set up. Reload the page.";
      throw new AppError("PRECONDITION_FAILED", message);
    }
    const place = { tenantId, table: "users", row: actor.id };
    await tx
      .update(users)
      .set({
        emailSealed: await keyring.seal(tx, { ...place, column: "email" }, input.email),
        nameSealed: await keyring.seal(tx, { ...place, column: "name" }, input.name),
        passwordHash: await hashPassword(input.password),
        updatedAt: now,
      })
      .where(eq(users.id, actor.id));
    await setAddress(ctx, tx, { tenantId, userId: actor.id, email: input.email });
    // Whoever else entered by the printed password has to leave.
    await endOtherSessions(tx, actor, now);
    return {
      result: null,
      // The printed login is the one of the tenant of the first run.
      committed: () => claimed.operatesInstallation && ctx.ports.forgetFirstLogin(),
      audit: {
        action: "tenant.setUp",
        object: { kind: "tenant", id: tenantId, name: input.organisation },
        projectId: null,
      },
    };
  },
});
