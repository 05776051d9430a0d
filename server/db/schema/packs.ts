import { sql } from "drizzle-orm";
import { jsonb, pgPolicy, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { Pack } from "@/server/domain/pack/types";
import { appRole, moment } from "./columns";

const publicOrOwn = sql`tenant_id is null or tenant_id = current_setting('lamina.tenant_id', true)`;

/** Where packs come from. `tenantId` null: the bundled public registry, which everybody reads. */
export const packRegistries = pgTable(
  "pack_registries",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id"),
    name: text("name").notNull(),
    kind: text("kind", { enum: ["bundled"] }).notNull(),
    syncedAt: moment("synced_at"),
  },
  (t) => [
    unique("pack_registries_name_key").on(t.tenantId, t.name).nullsNotDistinct(),
    pgPolicy("pack_registries_read", { to: appRole, for: "select", using: publicOrOwn }),
  ],
);

/**
 * Immutable pack revisions, addressed by the digest of their content: a profile that names a digest
 * finds the same bytes for ever, also after the registry has moved on (`withdrawnAt`).
 */
export const packs = pgTable(
  "packs",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id"),
    registryId: text("registry_id")
      .notNull()
      .references(() => packRegistries.id),
    name: text("name").notNull(),
    version: text("version").notNull(),
    layer: text("layer").notNull(),
    digest: text("digest").notNull(),
    content: jsonb("content").$type<Pack>().notNull(),
    files: jsonb("files").$type<Record<string, string>>().notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    withdrawnAt: moment("withdrawn_at"),
  },
  (t) => [
    unique("packs_digest_key").on(t.registryId, t.digest),
    uniqueIndex("packs_current_idx")
      .on(t.registryId, t.name, t.version)
      .where(sql`${t.withdrawnAt} is null`),
    pgPolicy("packs_read", { to: appRole, for: "select", using: publicOrOwn }),
  ],
);
