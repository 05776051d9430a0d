import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { newId } from "@/server/domain/ids/ids";
import type { Tx } from "@/server/db/client";
import { tenantKeys } from "@/server/db/schema";
import {
  keyIdOf,
  open,
  seal,
  type DataKey,
  type SealedPlace,
} from "@/server/platform/secrets/envelope";

/** Seals and opens values of a tenant under its own data key, which the master key wraps. */
export interface TenantKeyring {
  /** The tenant's current key; made on first use inside the given transaction. */
  current(tx: Tx, tenantId: string): Promise<DataKey>;
  seal(tx: Tx, place: SealedPlace, plain: string): Promise<string>;
  open(tx: Tx, place: SealedPlace, sealed: string): Promise<string>;
}

const keyPlace = (tenantId: string, id: string): SealedPlace => ({
  tenantId,
  table: "tenant_keys",
  column: "wrapped",
  row: id,
});

/** Unwrapped keys stay in memory: unwrapping is cheap, the round trip for the row is not. */
export function createKeyring(masterKey: DataKey): TenantKeyring {
  const cache = new Map<string, DataKey>();

  async function unwrap(tenantId: string, id: string, wrapped: string): Promise<DataKey> {
    const text = open(wrapped, masterKey, keyPlace(tenantId, id));
    const dataKey = { id, key: Buffer.from(text, "base64") };
    cache.set(`${tenantId}/${id}`, dataKey);
    return dataKey;
  }

  async function byId(tx: Tx, tenantId: string, id: string): Promise<DataKey> {
    const cached = cache.get(`${tenantId}/${id}`);
    if (cached) return cached;
    const where = and(eq(tenantKeys.tenantId, tenantId), eq(tenantKeys.id, id));
    const [row] = await tx.select().from(tenantKeys).where(where);
    if (!row) throw new Error(`The key ${id} of tenant ${tenantId} is gone.`);
    return unwrap(tenantId, id, row.wrapped);
  }

  async function current(tx: Tx, tenantId: string): Promise<DataKey> {
    const where = and(eq(tenantKeys.tenantId, tenantId), isNull(tenantKeys.retiredAt));
    const [row] = await tx.select().from(tenantKeys).where(where);
    if (row) return cache.get(`${tenantId}/${row.id}`) ?? unwrap(tenantId, row.id, row.wrapped);
    const id = newId("tenantKey");
    const key = randomBytes(32);
    const wrapped = seal(key.toString("base64"), masterKey, keyPlace(tenantId, id));
    await tx.insert(tenantKeys).values({ tenantId, id, wrapped });
    return { id, key };
  }

  return {
    current,
    seal: async (tx, place, plain) => seal(plain, await current(tx, place.tenantId), place),
    open: async (tx, place, sealed) =>
      open(sealed, await byId(tx, place.tenantId, keyIdOf(sealed)), place),
  };
}
