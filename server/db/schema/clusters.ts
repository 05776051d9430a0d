import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Condition } from "@/server/domain/cluster/condition";
import type { ClusterObserved, ClusterSpec } from "@/server/domain/cluster/types";
import type { OperationKind, OperationState, OperationStep } from "@/server/domain/operation/types";
import { lifecycle, moment, tenantId, tenantPolicy } from "./columns";
import { clusterProfileVersions } from "./profiles";
import { projects } from "./tenancy";

/** A workload cluster. People write `spec`; the reconciler writes `conditions` and `observed`. */
export const clusters = pgTable(
  "clusters",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    projectId: text("project_id").notNull(),
    name: text("name").notNull(),
    profileVersionId: text("profile_version_id").notNull(),
    spec: jsonb("spec").$type<ClusterSpec>().notNull(),
    generation: integer("generation").notNull().default(1),
    conditions: jsonb("conditions").$type<Condition[]>().notNull().default([]),
    observed: jsonb("observed").$type<ClusterObserved>().notNull(),
    kubeconfigSealed: text("kubeconfig_sealed"),
    createdBy: text("created_by").notNull(),
    deletionRequestedAt: moment("deletion_requested_at"),
    deletedAt: moment("deleted_at"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      columns: [t.tenantId, t.projectId],
      foreignColumns: [projects.tenantId, projects.id],
    }),
    foreignKey({
      columns: [t.tenantId, t.profileVersionId],
      foreignColumns: [clusterProfileVersions.tenantId, clusterProfileVersions.id],
    }),
    uniqueIndex("clusters_name_idx")
      .on(t.tenantId, t.projectId, t.name)
      .where(sql`${t.deletedAt} is null`),
    tenantPolicy("clusters"),
  ],
);

/** The one identity of a cluster's agent. Only a hash of its token is kept. */
export const clusterAgents = pgTable(
  "cluster_agents",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    clusterId: text("cluster_id").notNull(),
    tokenHash: text("token_hash").notNull(),
    version: text("version").notNull().default(""),
    connected: boolean("connected").notNull().default(false),
    lastHeartbeatAt: moment("last_heartbeat_at"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      columns: [t.tenantId, t.clusterId],
      foreignColumns: [clusters.tenantId, clusters.id],
    }),
    uniqueIndex("cluster_agents_cluster_idx").on(t.tenantId, t.clusterId),
    uniqueIndex("cluster_agents_token_idx").on(t.tokenHash),
    tenantPolicy("cluster_agents"),
  ],
);

/** The newest report of each kind (nodes, workloads, events, layers) of a cluster's agent. */
export const clusterReports = pgTable(
  "cluster_reports",
  {
    tenantId: tenantId(),
    clusterId: text("cluster_id").notNull(),
    kind: text("kind").notNull(),
    revision: integer("revision").notNull(),
    data: jsonb("data").$type<unknown>().notNull(),
    reportedAt: moment("reported_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.clusterId, t.kind] }),
    foreignKey({
      columns: [t.tenantId, t.clusterId],
      foreignColumns: [clusters.tenantId, clusters.id],
    }),
    tenantPolicy("cluster_reports"),
  ],
);

/** A long action on a cluster, with the steps its timeline shows. */
export const operations = pgTable(
  "operations",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    clusterId: text("cluster_id").notNull(),
    kind: text("kind").$type<OperationKind>().notNull(),
    title: text("title").notNull(),
    state: text("state").$type<OperationState>().notNull(),
    generation: integer("generation").notNull(),
    attempt: integer("attempt").notNull().default(1),
    steps: jsonb("steps").$type<OperationStep[]>().notNull().default([]),
    startedBy: text("started_by").notNull(),
    startedAt: moment("started_at").notNull().defaultNow(),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      columns: [t.tenantId, t.clusterId],
      foreignColumns: [clusters.tenantId, clusters.id],
    }),
    index("operations_cluster_idx").on(t.tenantId, t.clusterId, t.startedAt),
    tenantPolicy("operations"),
  ],
);
