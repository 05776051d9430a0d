import { sql } from "drizzle-orm";
import { pgPolicy, pgRole, text, timestamp } from "drizzle-orm/pg-core";

/** The role every tenant-bound transaction runs as: it owns nothing and row security binds it. */
export const appRole = pgRole("lamina_app").existing();

/** A time with its zone, as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** The tenant a row belongs to; part of every key of a tenant's tables. */
export const tenantId = () => text("tenant_id").notNull();

/** When a row was made and last changed. */
export const lifecycle = () => ({
  createdAt: moment("created_at").notNull().defaultNow(),
  updatedAt: moment("updated_at").notNull().defaultNow(),
});

/**
 * The row-level policy of a tenant's table: a transaction sees and writes only its tenant's rows.
 * Without `lamina.tenant_id` set, nothing matches.
 */
export const tenantPolicy = (table: string) =>
  pgPolicy(`${table}_tenant`, {
    to: appRole,
    for: "all",
    using: sql`tenant_id = current_setting('lamina.tenant_id', true)`,
    withCheck: sql`tenant_id = current_setting('lamina.tenant_id', true)`,
  });
