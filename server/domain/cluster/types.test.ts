import { expect, test } from "vitest";
import type { Condition } from "./condition";
import { clusterHealth, clusterState, healthConditions } from "./status";
import { createClusterInput, poolSchema, poolsSchema } from "./types";

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

const worker = (over: object) => pool({ name: "w", role: "worker", ...over });
const issuesOf = (over: object) => poolsSchema.safeParse([pool({}), worker(over)]).error?.issues;

test.each([
  "a..b/c",
  "-a/b",
  "A.b/c",
  "a_b/c",
  "/b",
  "a/",
  "a/b/c",
  `${"a.".repeat(127)}a/b`,
  "a b",
  "",
])("%j is no key of a label or taint: Kubernetes would refuse the node", (key) => {
  const taints = [{ key, effect: "NoExecute" }];
  expect(issuesOf({ taints })?.[0]?.path).toEqual([1, "taints", 0, "key"]);
  expect(issuesOf({ labels: { [key]: "x" } })?.[0]?.path).toEqual([1, "labels", key]);
});

test.each(["a", "a.b/c", "example.org/Zone_1.x", `${"a".repeat(253)}/${"b".repeat(63)}`])(
  "%j is a key of a label and taint",
  (key) => {
    expect(issuesOf({ labels: { [key]: "" }, taints: [{ key, effect: "NoSchedule" }] })).toBe(
      undefined,
    );
  },
);

test("two taints of one key and effect are refused at the second; another effect is another taint", () => {
  const taint = (effect: string, value: string) => ({ key: "a", value, effect });
  const twice = [taint("NoSchedule", "x"), taint("NoExecute", "x"), taint("NoSchedule", "y")];
  expect(issuesOf({ taints: twice })).toMatchObject([
    { path: [1, "taints", 2, "key"], message: expect.stringContaining("NoSchedule") },
  ]);
  expect(issuesOf({ taints: twice.slice(0, 2) })).toBe(undefined);
});

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

test("a pool takes so many labels and taints, and too many taints are not compared with each other", () => {
  const pool = { name: "workers", role: "worker", size: 1 } as const;
  const labels = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`label-${i}`, "x"]));
  expect(poolSchema.safeParse({ ...pool, labels }).error?.issues[0]?.message).toContain("64");
  const taint = { key: "a", value: "", effect: "NoSchedule" };
  const taints = Array.from({ length: 21 }, () => taint);
  const issues = poolSchema.safeParse({ ...pool, taints }).error?.issues ?? [];
  expect(issues.map((issue) => issue.message)).toEqual(["At most 20 taints."]);
});
