import { and, eq, isNull } from "drizzle-orm";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { AppError } from "@/server/domain/errors/app-error";
import { changePasswordInput } from "@/server/domain/tenancy/set-up";
import { tenants, users } from "@/server/db/schema";
import { secondsToWait } from "@/server/platform/limits/seconds-to-wait";
import { defineWrite } from "@/server/services/kit/define";
import { hashPassword, verifyPassword } from "./password";
import { endOtherSessions } from "./session-actor";

/** A session left open must not let anybody guess the password without end. */
const guesses = new RateLimiterMemory({ points: 10, duration: 15 * 60, blockDuration: 5 * 60 });

/** Replaces the own password, proven by the current one. Every other session of the person ends. */
export const changePassword = defineWrite({
  permission: "signed-in",
  input: changePasswordInput,
  project: () => null,
  async run(ctx, input) {
    const { tx, tenantId, actor } = ctx;
    if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only people have passwords.");
    await countGuess(actor.id);
    const [user] = await tx.select().from(users).where(eq(users.id, actor.id));
    if (!(await verifyPassword(input.current, user?.passwordHash ?? null))) {
      const message = "This is not your current password.";
      throw new AppError("BAD_INPUT", message, { fields: { current: message } });
    }
    await guesses.delete(actor.id);
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

/** Counts before the password is checked, so that many at once get no further than many in a row. */
async function countGuess(userId: string): Promise<void> {
  const seconds = await secondsToWait(guesses, userId);
  if (seconds === 0) return;
  const message = `Too many failed attempts. Try again in ${Math.ceil(seconds / 60)} min.`;
  throw new AppError("LIMIT_EXCEEDED", message);
}
