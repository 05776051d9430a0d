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

/** People. Name and e-mail are sealed under the tenant's key; `emailIndex` finds a person. */
export const users = pgTable(
  "users",
  {
    tenantId: tenantId().references(() => tenants.tenantId),
    id: text("id").notNull(),
    emailSealed: text("email_sealed").notNull(),
    emailIndex: text("email_index").notNull(),
    nameSealed: text("name_sealed").notNull(),
    passwordHash: text("password_hash"),
    isActive: boolean("is_active").notNull().default(true),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("users_email_index_key").on(t.tenantId, t.emailIndex),
    tenantPolicy("users"),
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
    uniqueIndex("role_assignments_once_idx").on(t.tenantId, t.userId, t.roleId, t.projectId),
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
