import { sql } from "drizzle-orm";
import {
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { lifecycle, moment, tenantId, tenantPolicy } from "./columns";
import { projects } from "./tenancy";

/** A cluster profile: the family of its versions. */
export const clusterProfiles = pgTable(
  "cluster_profiles",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    projectId: text("project_id").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    type: text("type", { enum: ["cluster", "infra", "add-on"] }).notNull(),
    cloudType: text("cloud_type").notNull(),
    tags: jsonb("tags").$type<string[]>().notNull().default([]),
    deletedAt: moment("deleted_at"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      columns: [t.tenantId, t.projectId],
      foreignColumns: [projects.tenantId, projects.id],
    }),
    uniqueIndex("cluster_profiles_name_idx")
      .on(t.tenantId, t.projectId, t.name)
      .where(sql`${t.deletedAt} is null`),
    tenantPolicy("cluster_profiles"),
  ],
);

/**
 * A version of a profile. A draft changes under its `revision` (the number the editor saw);
 * once published, layers and digest never change again: a trigger in the database refuses it.
 */
export const clusterProfileVersions = pgTable(
  "cluster_profile_versions",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    profileId: text("profile_id").notNull(),
    version: text("version").notNull(),
    state: text("state", { enum: ["draft", "published"] }).notNull(),
    layers: jsonb("layers").$type<ProfileLayer[]>().notNull().default([]),
    revision: integer("revision").notNull().default(1),
    digest: text("digest"),
    note: text("note").notNull().default(""),
    publishedAt: moment("published_at"),
    publishedBy: text("published_by"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      columns: [t.tenantId, t.profileId],
      foreignColumns: [clusterProfiles.tenantId, clusterProfiles.id],
    }),
    unique("cluster_profile_versions_key").on(t.tenantId, t.profileId, t.version),
    tenantPolicy("cluster_profile_versions"),
  ],
);
