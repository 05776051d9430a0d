import { newId } from "@/server/domain/ids/ids";
import { inSystem } from "@/server/db/client";
import { auditEntries, sessions } from "@/server/db/schema";
import type { ServiceDeps } from "@/server/services/kit/context";
import { peopleOfAddress, type PersonRow } from "./addresses";
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
 * Checks e-mail and password and opens a session row. Null for any mismatch: which part was wrong is
 * nobody's business. Runs across tenants, since nobody is signed in yet. Of many at once those of the
 * lower `priority` are checked first; UNAVAILABLE when too many wait.
 */
export async function signIn(
  deps: ServiceDeps,
  input: { email: string; password: string; userAgent: string; priority?: number },
): Promise<OpenedSession | null> {
  const people = await peopleOfAddress(deps, input.email);
  const person = await personOfPassword(people, input);
  if (!person) {
    // Not waited for: the time of the answer must not tell whether the address is known.
    void noteRefusal(deps, people).catch((error: unknown) =>
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

/**
 * The person whose password this is. Several may have the address, each in an organization of their own;
 * the password tells them apart, so nobody can take another's place by claiming the address.
 */
async function personOfPassword(
  people: readonly PersonRow[],
  { password, priority }: { password: string; priority?: number },
): Promise<PersonRow | undefined> {
  const hashes = people.length > 0 ? people.map((person) => person.passwordHash) : [null];
  const fits = await Promise.all(hashes.map((hash) => verifyPassword(password, hash, priority)));
  return people[fits.indexOf(true)];
}

/** A wrong password of known people is audited; an unknown address is nobody's, so it is not kept. */
async function noteRefusal(deps: ServiceDeps, people: readonly PersonRow[]): Promise<void> {
  if (people.length === 0) deps.log.warn("a sign-in with an unknown address was refused");
  for (const { tenantId, id: userId } of people) {
    const id = newId("audit");
    await inSystem(deps.db, (tx) =>
      tx.insert(auditEntries).values({
        tenantId,
        id,
        at: deps.clock.now(),
        actorKind: "user",
        actorId: userId,
        action: "session.refuse",
        objectKind: "user",
        objectId: userId,
        requestId: id,
      }),
    );
  }
}
