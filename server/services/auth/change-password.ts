import { and, eq, isNull } from "drizzle-orm";
import { AppError } from "@/server/domain/errors/app-error";
import { changePasswordInput } from "@/server/domain/tenancy/set-up";
import { tenants, users } from "@/server/db/schema";
import { defineWrite } from "@/server/services/kit/define";
import { SignInAttempts } from "./attempts";
import { hashPassword, verifyPassword } from "./password";
import { endOtherSessions } from "./session-actor";

/** A session left open must not let anybody guess the password. */
const attempts = new SignInAttempts();

/** Replaces the own password, proven by the current one. Every other session of the person ends. */
export const changePassword = defineWrite({
  permission: "signed-in",
  input: changePasswordInput,
  project: () => null,
  async run(ctx, input) {
    const { tx, tenantId, actor } = ctx;
    if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only people have passwords.");
    const wait = await attempts.begin(actor.id);
    if (wait > 0) {
      const message = `Too many failed attempts. Try again in ${Math.ceil(wait / 60)} min.`;
      throw new AppError("LIMIT_EXCEEDED", message);
    }
    const [user] = await tx.select().from(users).where(eq(users.id, actor.id));
    if (!(await verifyPassword(input.current, user?.passwordHash ?? null))) {
      const message = "This is not your current password.";
      throw new AppError("BAD_INPUT", message, { fields: { current: message } });
    }
    await attempts.succeeded(actor.id);
    const now = ctx.clock.now();
    const passwordHash = await hashPassword(input.password);
    await tx.update(users).set({ passwordHash, updatedAt: now }).where(eq(users.id, actor.id));
    await endOtherSessions(tx, actor, now);
    // Until now it was perhaps the printed one, which is good no longer.
    const [claimed] = await tx
      .update(tenants)
      .set({ setUpAt: now, updatedAt: now })
      .where(and(eq(tenants.tenantId, tenantId), isNull(tenants.setUpAt)))
      .returning({ operatesInstallation: tenants.operatesInstallation });
    return {
      result: null,
      committed: () => claimed?.operatesInstallation && ctx.ports.forgetFirstLogin(),
      audit: {
        action: "session.changePassword",
        object: { kind: "user", id: actor.id },
        projectId: null,
      },
    };
  },
});
