import { expect, test } from "vitest";
import type { NodeReport } from "@/server/domain/agent/reports";
import type { Pool } from "@/server/domain/cluster/types";
import { nodeGroups } from "./node-groups";

const pool = (name: string, role: Pool["role"]): Pool => ({
  name,
  role,
  size: 1,
  machineSize: "medium",
  labels: {},
  taints: [],
});
const node = (name: string, pool: string | null, ready = true): NodeReport => ({
  name,
  role: pool === null && name.startsWith("cp") ? "control-plane" : "worker",
  ready,
  unschedulable: false,
  version: "v1.37.2",
  osImage: "",
  cpu: "4",
  memory: "8Gi",
  createdAt: "2026-11-24T06:00:00.000Z",
  labels: pool ? { "lamina.dev/pool": pool } : {},
  taints: [],
  simulated: true,
  conditions: [],
});
const pools = [pool("control-plane", "control-plane"), pool("workers", "worker")];
const shape = (nodes: NodeReport[]) =>
  nodeGroups(pools, nodes).map((g) => [g.pool?.name ?? null, g.nodes.map((n) => n.name), g.ready]);

test("nodes stand below the pool whose label they carry, the broken ones first", () => {
  const nodes = [node("w-10", "workers"), node("w-2", "workers"), node("w-3", "workers", false)];
  expect(shape(nodes)).toEqual([
    ["control-plane", [], 0],
    ["workers", ["w-3", "w-2", "w-10"], 2],
  ]);
});

test("a control-plane node without the label belongs to the control plane; strays are shown apart", () => {
  expect(shape([node("cp-1", null), node("x", "gone")])).toEqual([
    ["control-plane", ["cp-1"], 1],
    ["workers", [], 0],
    [null, ["x"], 1],
  ]);
});
