import { eq } from "drizzle-orm";
import { AppError } from "@/server/domain/errors/app-error";
import { setUpInput } from "@/server/domain/tenancy/set-up";
import { tenants, users } from "@/server/db/schema";
import { blindIndex } from "@/server/platform/secrets/envelope";
import { hashPassword } from "@/server/services/auth/password";
import { defineWrite } from "@/server/services/kit/define";

/** First-run set-up by the first administrator: names, e-mail and an own password. */
export const setUp = defineWrite({
  permission: "user.update",
  input: setUpInput,
  project: () => null,
  async run(ctx, input) {
    const { tenantId, tx, keyring, actor } = ctx;
    const now = ctx.clock.now();
    const claimed = await tx
      .update(tenants)
      .set({ name: input.organisation, setUpAt: now, updatedAt: now })
      .where(eq(tenants.tenantId, tenantId))
      .returning({ id: tenants.tenantId });
    if (claimed.length === 0)
      throw new AppError("NOT_FOUND", "There is no such organisation here.");
    const place = { tenantId, table: "users", row: actor.id };
    await tx
      .update(users)
      .set({
        emailSealed: await keyring.seal(tx, { ...place, column: "email" }, input.email),
        emailIndex: blindIndex(input.email, await keyring.current(tx, tenantId)),
        nameSealed: await keyring.seal(tx, { ...place, column: "name" }, input.name),
        passwordHash: await hashPassword(input.password),
        updatedAt: now,
      })
      .where(eq(users.id, actor.id));
    ctx.ports.forgetFirstLogin();
    return {
      result: null,
      audit: {
        action: "tenant.setUp",
        object: { kind: "tenant", id: tenantId, name: input.organisation },
        projectId: null,
      },
    };
  },
});
