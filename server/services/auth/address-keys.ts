import { randomBytes } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { asOwner, type Tx } from "@/server/db/client";
import { systemKeys } from "@/server/db/schema";
import { newId } from "@/server/domain/ids/ids";
import { open, seal, type DataKey, type SealedPlace } from "@/server/platform/secrets/envelope";

const purpose = "sign-in-addresses";

const place = (id: string): SealedPlace => ({
  tenantId: "system",
  table: "system_keys",
  column: "wrapped",
  row: id,
});

/**
 * The keys under which addresses are looked up: of the installation and not of a tenant, since whoever
 * signs in has no tenant yet. There are two while addresses move from one to the next.
 */
export interface AddressKeys {
  /** All keys in use, the newest first; the first one is made on first use. */
  all(tx: Tx): Promise<[DataKey, ...DataKey[]]>;
  /** Makes a new key: from now on addresses are written under it. */
  rotate(tx: Tx): Promise<DataKey>;
}

/** Unwrapped keys stay in memory; which of them are in use is asked each time, as another process may rotate. */
export function createAddressKeys(masterKey: DataKey): AddressKeys {
  const unwrapped = new Map<string, DataKey>();

  const unwrap = (id: string, wrapped: string): DataKey => {
    const known = unwrapped.get(id);
    if (known) return known;
    const key = { id, key: Buffer.from(open(wrapped, masterKey, place(id)), "base64") };
    unwrapped.set(id, key);
    return key;
  };
  const rotate = (tx: Tx) =>
    asOwner(tx, async () => {
      const id = newId("systemKey");
      const key = randomBytes(32);
      const wrapped = seal(key.toString("base64"), masterKey, place(id));
      await tx.insert(systemKeys).values({ id, purpose, wrapped });
      return { id, key };
    });
  return {
    rotate,
    async all(tx) {
      const rows = await asOwner(tx, () =>
        tx
          .select()
          .from(systemKeys)
          .where(eq(systemKeys.purpose, purpose))
          .orderBy(desc(systemKeys.createdAt), desc(systemKeys.id)),
      );
      const [newest, ...older] = rows.map(({ id, wrapped }) => unwrap(id, wrapped));
      return newest ? [newest, ...older] : [await rotate(tx)];
    },
  };
}
