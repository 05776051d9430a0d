import { expect, test } from "vitest";
import type { Condition } from "./condition";
import { clusterHealth, clusterState, healthConditions } from "./status";
import { createClusterInput, poolsSchema } from "./types";

const pool = (over: object) => ({ name: "cp", role: "control-plane", size: 1, ...over });

test.each([1, 3])("a control plane of %i is fine", (size) => {
  expect(poolsSchema.safeParse([pool({ size })]).success).toBe(true);
});

test.each([0, 2, 4, 5])("a control plane of %i is refused at its size, with the reason", (size) => {
  const issue = poolsSchema.safeParse([pool({ size })]).error?.issues[0];
  expect(issue?.path).toEqual([0, "size"]);
  expect(issue?.message).toContain("1 or 3");
});

test("two pools of one name, two control planes and none are refused", () => {
  const worker = pool({ role: "worker" });
  expect(poolsSchema.safeParse([pool({}), worker]).error?.issues[0]?.path).toEqual([1, "name"]);
  expect(poolsSchema.safeParse([pool({}), pool({ name: "b" })]).success).toBe(false);
  expect(poolsSchema.safeParse([worker]).success).toBe(false);
});

test.each(["Blue", "a_b", "-a", "a-", "", "a.b", "x".repeat(41)])(
  "%j is no cluster name",
  (name) => {
    expect(createClusterInput.shape.name.safeParse(name).success).toBe(false);
  },
);

const condition = (type: string, status: Condition["status"]): Condition => ({
  type,
  status,
  reason: "R",
  message: "",
  lastTransitionTime: "",
  observedGeneration: 1,
});
const facts = (over: object) => ({
  conditions: healthConditions.map((t) => condition(t, "True")),
  observedGeneration: 1,
  deletionRequested: false,
  deleted: false,
  ...over,
});

test("a cluster is Running for good once it was, and trouble shows in its health", () => {
  const trouble = facts({ conditions: [condition("AgentConnected", "False")] });
  expect(clusterState(trouble)).toBe("Running");
  expect(clusterHealth(trouble).health).toBe("Unhealthy");
  expect(clusterHealth(facts({})).health).toBe("Healthy");
});

test.each([
  [facts({ observedGeneration: 0, conditions: [] }), "Pending"],
  [facts({ observedGeneration: 0 }), "Provisioning"],
  [facts({ deletionRequested: true }), "Deleting"],
  [facts({ deleted: true, deletionRequested: true }), "Deleted"],
] as const)("state %#", (given, want) => {
  expect(clusterState(given)).toBe(want);
});
