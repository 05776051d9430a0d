import { expect, test } from "vitest";
import type { ClusterSummary } from "@/server/domain/cluster/views";
import { arrangeClusters, clusterListParams } from "./cluster-list-params";

const cluster = (name: string, more: Partial<ClusterSummary> = {}): ClusterSummary => ({
  id: `cls_${name}`,
  name,
  projectId: "prj_1",
  state: "Running",
  health: "Healthy",
  because: null,
  progress: null,
  kubernetesVersion: "1.37.2",
  infrastructure: "local",
  profile: { id: "prf_1", name: "sample", versionId: "prv_1", version: "1.0.0" },
  nodes: { ready: 4, total: 4 },
  createdAt: "2026-11-24T06:00:00.000Z",
  agent: { connected: true, lastHeartbeatAt: null },
  ...more,
});
const all = [
  cluster("web-10", { kubernetesVersion: "1.9.0", createdAt: "2026-11-20T06:00:00.000Z" }),
  cluster("web-9", { state: "Provisioning", health: "Unknown" }),
  cluster("api", { health: "Unhealthy", nodes: { ready: 1, total: 9 } }),
];
const names = (query: Record<string, string>) =>
  arrangeClusters(all, clusterListParams.parse(query)).map((c) => c.name);

test.each([
  ["the youngest first, equal ones by name", {}, ["api", "web-9", "web-10"]],
  ["the oldest first when asked", { sort: "created", dir: "asc" }, ["web-10", "api", "web-9"]],
  ["names with numbers count as numbers", { sort: "name" }, ["api", "web-9", "web-10"]],
  ["what needs attention first", { sort: "state" }, ["api", "web-9", "web-10"]],
  ["versions as versions", { sort: "version" }, ["web-10", "api", "web-9"]],
  ["descending", { sort: "nodes", dir: "desc" }, ["api", "web-9", "web-10"]],
  ["every word must fit", { q: "web running" }, ["web-10"]],
  ["only a state", { state: "Provisioning" }, ["web-9"]],
  ["only what needs attention", { state: "attention" }, ["api"]],
  [
    "an address that makes no sense shows everything",
    { sort: "x", state: "y", dir: "z" },
    ["api", "web-9", "web-10"],
  ],
])("arrangeClusters: %s", (_name, query, want) => {
  expect(names(query)).toEqual(want);
});
