import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { lifecycle, moment, tenantId, tenantPolicy } from "./columns";

/** A customer: everything else belongs to one. */
export const tenants = pgTable(
  "tenants",
  {
    tenantId: text("tenant_id").primaryKey(),
    name: text("name").notNull(),
    slug: text("slug").notNull().unique(),
    /** When its administrator named it and chose an own password; null until then. */
    setUpAt: moment("set_up_at"),
    /** True for the tenant of the first run: its administrators look after the installation. */
    operatesInstallation: boolean("operates_installation").notNull().default(false),
    ...lifecycle(),
  },
  (t) => [
    uniqueIndex("tenants_one_operator_idx")
      .on(t.operatesInstallation)
      .where(sql`${t.operatesInstallation}`),
    tenantPolicy("tenants"),
  ],
);

/** Data keys of a tenant, each wrapped by the master key; destroying them destroys its data. */
export const tenantKeys = pgTable(
  "tenant_keys",
  {
    tenantId: tenantId().references(() => tenants.tenantId),
    id: text("id").notNull(),
    wrapped: text("wrapped").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    retiredAt: moment("retired_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), tenantPolicy("tenant_keys")],
);

/** People. Name and e-mail are sealed under the tenant's key; `signInAddresses` finds a person. */
export const users = pgTable(
  "users",
  {
    tenantId: tenantId().references(() => tenants.tenantId),
    id: text("id").notNull(),
    emailSealed: text("email_sealed").notNull(),
    nameSealed: text("name_sealed").notNull(),
    passwordHash: text("password_hash"),
    isActive: boolean("is_active").notNull().default(true),
    ...lifecycle(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), tenantPolicy("users")],
);

/** Keys of the installation, wrapped by the master key. The tenants' role may not read them. */
export const systemKeys = pgTable("system_keys", {
  id: text("id").primaryKey(),
  purpose: text("purpose", { enum: ["sign-in-addresses"] }).notNull(),
  wrapped: text("wrapped").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
});

/**
 * Finds people by e-mail over all tenants: a keyed hash of the address, under the system key that the row
 * names, so that the key can rotate. One address may be that of people of several tenants.
 */
export const signInAddresses = pgTable(
  "sign_in_addresses",
  {
    tenantId: tenantId(),
    userId: text("user_id").notNull(),
    keyId: text("key_id")
      .notNull()
      .references(() => systemKeys.id),
    addressIndex: text("address_index").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId] }),
    foreignKey({
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete("cascade"),
    unique("sign_in_addresses_once_key").on(t.tenantId, t.keyId, t.addressIndex),
    index("sign_in_addresses_index_idx").on(t.addressIndex),
    tenantPolicy("sign_in_addresses"),
  ],
);

/** Groups clusters, profiles and the people who may work on them. */
export const projects = pgTable(
  "projects",
  {
    tenantId: tenantId().references(() => tenants.tenantId),
    id: text("id").notNull(),
    name: text("name").notNull(),
    slug: text("slug").notNull(),
    description: text("description").notNull().default(""),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("projects_slug_key").on(t.tenantId, t.slug),
    tenantPolicy("projects"),
  ],
);

/** Collections of permissions. System roles are copied into each tenant from the code's table. */
export const roles = pgTable(
  "roles",
  {
    tenantId: tenantId().references(() => tenants.tenantId),
    id: text("id").notNull(),
    key: text("key").notNull(),
    name: text("name").notNull(),
    scope: text("scope", { enum: ["tenant", "project"] }).notNull(),
    type: text("type", { enum: ["system", "user"] }).notNull(),
    permissions: jsonb("permissions").$type<string[]>().notNull(),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("roles_key_key").on(t.tenantId, t.key),
    tenantPolicy("roles"),
  ],
);

/** Who holds which role, in one project or (null) in the whole tenant. */
export const roleAssignments = pgTable(
  "role_assignments",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    userId: text("user_id").notNull(),
    roleId: text("role_id").notNull(),
    projectId: text("project_id"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }),
    foreignKey({ columns: [t.tenantId, t.roleId], foreignColumns: [roles.tenantId, roles.id] }),
    foreignKey({
      columns: [t.tenantId, t.projectId],
      foreignColumns: [projects.tenantId, projects.id],
    }),
    unique("role_assignments_once_key")
      .on(t.tenantId, t.userId, t.roleId, t.projectId)
      .nullsNotDistinct(),
    tenantPolicy("role_assignments"),
  ],
);

/** Signed-in sessions. Only a hash of the token is kept; revoking a row ends the session at once. */
export const sessions = pgTable(
  "sessions",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    userId: text("user_id").notNull(),
    expiresAt: moment("expires_at").notNull(),
    revokedAt: moment("revoked_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
    lastSeenAt: moment("last_seen_at").notNull().defaultNow(),
    userAgent: text("user_agent").notNull().default(""),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }),
    index("sessions_user_idx").on(t.tenantId, t.userId),
    tenantPolicy("sessions"),
  ],
);

/** What was done by whom; written in the transaction of the change itself. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    tenantId: tenantId().references(() => tenants.tenantId),
    id: text("id").notNull(),
    at: moment("at").notNull().defaultNow(),
    projectId: text("project_id"),
    actorKind: text("actor_kind", { enum: ["user", "agent", "system"] }).notNull(),
    actorId: text("actor_id").notNull(),
    action: text("action").notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id").notNull(),
    objectName: text("object_name").notNull().default(""),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
    requestId: text("request_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("audit_entries_at_idx").on(t.tenantId, t.at),
    tenantPolicy("audit_entries"),
  ],
);
