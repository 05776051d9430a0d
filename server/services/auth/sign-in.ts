import { and, eq } from "drizzle-orm";
import { newId } from "@/server/domain/ids/ids";
import { inSystem } from "@/server/db/client";
import { auditEntries, sessions, tenants, users } from "@/server/db/schema";
import { blindIndex } from "@/server/platform/secrets/envelope";
import type { ServiceDeps } from "@/server/services/kit/context";
import { verifyPassword } from "./password";

/** How long a session lasts without a new sign-in (minutes; the platform setting's default). */
export const sessionMinutes = 240;

/** A session just opened: what the signed cookie carries. */
export interface OpenedSession {
  tenantId: string;
  userId: string;
  sessionId: string;
}

/**
 * Checks e-mail and password and opens a session row. Null for any mismatch: which part was wrong
 * is nobody's business. Runs across tenants, since nobody is signed in yet.
 */
export async function signIn(
  deps: ServiceDeps,
  input: { email: string; password: string; userAgent: string },
): Promise<OpenedSession | null> {
  const person = await findPerson(deps, input.email);
  const fits = await verifyPassword(input.password, person?.passwordHash ?? null);
  if (!person || !fits) {
    // Not waited for: the time of the answer must not tell whether the address is known.
    void noteRefusal(deps, person).catch((error: unknown) =>
      deps.log.error({ err: error }, "a refused sign-in was not noted"),
    );
    return null;
  }
  const { tenantId, id: userId } = person;
  const sessionId = newId("session");
  const now = deps.clock.now();
  await inSystem(deps.db, async (tx) => {
    await tx.insert(sessions).values({
      tenantId,
      id: sessionId,
      userId,
      expiresAt: new Date(now.getTime() + sessionMinutes * 60_000),
      createdAt: now,
      lastSeenAt: now,
      userAgent: input.userAgent.slice(0, 200),
    });
    await tx.insert(auditEntries).values({
      tenantId,
      id: newId("audit"),
      at: now,
      actorKind: "user",
      actorId: userId,
      action: "session.open",
      objectKind: "session",
      objectId: sessionId,
      requestId: sessionId,
    });
  });
  return { tenantId, userId, sessionId };
}

/** A wrong password of a known person is audited; an unknown address is nobody's, so it is not kept. */
async function noteRefusal(deps: ServiceDeps, person: PersonRow | undefined): Promise<void> {
  if (!person) {
    deps.log.warn("a sign-in with an unknown address was refused");
    return;
  }
  const id = newId("audit");
  await inSystem(deps.db, (tx) =>
    tx.insert(auditEntries).values({
      tenantId: person.tenantId,
      id,
      at: deps.clock.now(),
      actorKind: "user",
      actorId: person.id,
      action: "session.refuse",
      objectKind: "user",
      objectId: person.id,
      requestId: id,
    }),
  );
}

type PersonRow = typeof users.$inferSelect;

/** Looks the e-mail up in each tenant: the blind index differs per tenant by design. */
async function findPerson(deps: ServiceDeps, email: string): Promise<PersonRow | undefined> {
  return inSystem(deps.db, async (tx) => {
    for (const { tenantId } of await tx.select().from(tenants)) {
      const index = blindIndex(email, await deps.keyring.current(tx, tenantId));
      const where = and(eq(users.tenantId, tenantId), eq(users.emailIndex, index));
      const [found] = await tx.select().from(users).where(where);
      if (found?.isActive) return found;
    }
    return undefined;
  });
}
