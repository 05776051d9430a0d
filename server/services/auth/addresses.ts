import { and, asc, eq, inArray, isNull, lt, ne, notInArray, or, sql } from "drizzle-orm";
import { inSystem, type Tx } from "@/server/db/client";
import { sqlStateOf, uniqueViolation } from "@/server/db/database-error";
import { signInAddresses, systemKeys, users } from "@/server/db/schema";
import { AppError } from "@/server/domain/errors/app-error";
import { blindIndex, type DataKey } from "@/server/platform/secrets/envelope";
import type { ServiceDeps } from "@/server/services/kit/context";

/** A person as signing in finds them. */
export type PersonRow = typeof users.$inferSelect;

/** More people than this of one address are not asked: each costs a check of the password. */
const maxPeoplePerAddress = 5;

/** After this long the key of the addresses is replaced at the next start. */
const keyLifetimeMs = 365 * 24 * 60 * 60 * 1000;

/** Addresses moved to the newest key in one transaction. */
const batchSize = 500;

/** The active people with this address, in the order in which they came, over all tenants. */
export async function peopleOfAddress(deps: ServiceDeps, email: string): Promise<PersonRow[]> {
  return inSystem(deps.db, async (tx) => {
    const keys = await deps.addressKeys.all(tx);
    const rows = await tx
      .select({ user: users })
      .from(signInAddresses)
      .innerJoin(
        users,
        and(eq(users.tenantId, signInAddresses.tenantId), eq(users.id, signInAddresses.userId)),
      )
      .where(
        and(
          inArray(
            signInAddresses.addressIndex,
            keys.map((key) => blindIndex(email, key)),
          ),
          eq(users.isActive, true),
        ),
      )
      .orderBy(asc(users.createdAt), asc(users.id))
      .limit(maxPeoplePerAddress);
    return rows.map(({ user }) => user);
  });
}

/** Makes the person findable by this address, and by no earlier one. CONFLICT when a colleague has it. */
export async function setAddress(
  deps: Pick<ServiceDeps, "addressKeys">,
  tx: Tx,
  person: { tenantId: string; userId: string; email: string },
): Promise<void> {
  const { tenantId, userId, email } = person;
  const keys = await deps.addressKeys.all(tx);
  // A colleague's row may still be under an older key, where no constraint compares the two.
  const held = await tx
    .select({ userId: signInAddresses.userId })
    .from(signInAddresses)
    .where(
      and(
        eq(signInAddresses.tenantId, tenantId),
        inArray(
          signInAddresses.addressIndex,
          keys.map((key) => blindIndex(email, key)),
        ),
      ),
    );
  if (held.some((row) => row.userId !== userId)) throw taken();
  const values = { keyId: keys[0].id, addressIndex: blindIndex(email, keys[0]) };
  const written = tx
    .insert(signInAddresses)
    .values({ tenantId, userId, ...values })
    .onConflictDoUpdate({
      target: [signInAddresses.tenantId, signInAddresses.userId],
      set: values,
    });
  // Two colleagues at the same moment: the constraint lets one of them through.
  await written.catch((error: unknown) => {
    throw sqlStateOf(error) === uniqueViolation ? taken() : error;
  });
}

function taken(): AppError {
  const message = "Somebody in your organization already has this e-mail address.";
  return new AppError("CONFLICT", message, { fields: { email: message } });
}

/**
 * Brings every address under the newest key, which is replaced when it is a year old, and removes keys that
 * no address needs any more. Done at each start: whatever an earlier one left half done is completed.
 */
export async function keepAddressesCurrent(deps: ServiceDeps): Promise<void> {
  const newest = await inSystem(deps.db, async (tx) => {
    const [key] = await deps.addressKeys.all(tx);
    const expired = new Date(deps.clock.now().getTime() - keyLifetimeMs);
    const old = await tx
      .select({ id: systemKeys.id })
      .from(systemKeys)
      .where(and(eq(systemKeys.id, key.id), lt(systemKeys.createdAt, expired)));
    return old.length > 0 ? deps.addressKeys.rotate(tx) : key;
  });
  while ((await moveBatch(deps, newest)) === batchSize);
  await inSystem(deps.db, async (tx) => {
    const used = tx.select({ id: signInAddresses.keyId }).from(signInAddresses);
    await tx
      .delete(systemKeys)
      .where(and(ne(systemKeys.id, newest.id), notInArray(systemKeys.id, used)));
  });
}

/** Writes some people's addresses under this key; returns how many there were to write. */
function moveBatch(deps: ServiceDeps, key: DataKey): Promise<number> {
  return inSystem(deps.db, async (tx) => {
    const people = await tx
      .select({ tenantId: users.tenantId, userId: users.id, emailSealed: users.emailSealed })
      .from(users)
      .leftJoin(
        signInAddresses,
        and(eq(signInAddresses.tenantId, users.tenantId), eq(signInAddresses.userId, users.id)),
      )
      .where(or(isNull(signInAddresses.keyId), ne(signInAddresses.keyId, key.id)))
      .limit(batchSize);
    const rows = [];
    for (const { tenantId, userId, emailSealed } of people) {
      const place = { tenantId, table: "users", column: "email", row: userId };
      const email = await deps.keyring.open(tx, place, emailSealed);
      rows.push({ tenantId, userId, keyId: key.id, addressIndex: blindIndex(email, key) });
    }
    if (rows.length === 0) return 0;
    await tx
      .insert(signInAddresses)
      .values(rows)
      .onConflictDoUpdate({
        target: [signInAddresses.tenantId, signInAddresses.userId],
        set: { keyId: sql`excluded.key_id`, addressIndex: sql`excluded.address_index` },
      });
    return rows.length;
  });
}
