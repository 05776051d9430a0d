import { expect, test } from "vitest";
import type { ClusterSummary } from "@/server/domain/cluster/views";
import { dashboardGroups } from "./dashboard-groups";

const cluster = (name: string, more: Partial<ClusterSummary>): ClusterSummary => ({
  id: name,
  name,
  projectId: "prj_1",
  state: "Running",
  health: "Healthy",
  because: null,
  progress: null,
  kubernetesVersion: "1.37.2",
  infrastructure: "local",
  profile: { id: "p", name: "p", versionId: "v", version: "1.0.0" },
  nodes: { ready: 1, total: 1 },
  createdAt: "2026-11-24T06:00:00.000Z",
  agent: { connected: true, lastHeartbeatAt: null },
  ...more,
});

test("each cluster stands in one group, and the worst comes first", () => {
  const because = { reason: "PortTaken", message: "", code: "PORT_TAKEN" };
  const groups = dashboardGroups([
    cluster("z", {}),
    cluster("a", {}),
    cluster("scaling", { progress: 40, health: "Unhealthy" }),
    cluster("new", { state: "Provisioning", health: "Unknown", progress: 10 }),
    cluster("stuck", { state: "Provisioning", health: "Unknown", because }),
    cluster("sick", { health: "Unhealthy" }),
  ]);
  const names = Object.entries(groups).map(([key, list]) => [
    key,
    list.map((c: ClusterSummary) => c.name),
  ]);
  expect(names).toEqual([
    ["attention", ["sick", "stuck"]],
    ["working", ["scaling", "new"]],
    ["calm", ["a", "z"]],
  ]);
});
