import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { clusterAgents, clusters, operations } from "@/server/db/schema";
import { ClusterStage } from "@/server/reconcilers/testing/cluster-stage";
import { scalePool } from "@/server/services/cluster/change";
import { downloadKubeconfig } from "@/server/services/cluster/read";

let stage: ClusterStage;
beforeAll(async () => {
  stage = await ClusterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

test("a cluster goes from Pending to Running, and its operation ends with every step done", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  expect(await stage.cluster(id)).toMatchObject({
    state: "Running",
    health: "Healthy",
    nodes: { ready: 2, total: 3 },
    progress: null,
  });
  const [operation] = await stage.operations(id);
  expect(operation).toMatchObject({ state: "Succeeded", finishedAt: expect.any(String) });
  expect(operation?.steps.every((s) => s.state === "Succeeded" && s.startedAt !== null)).toBe(true);
});

test("a run that sees the same again writes nothing, so open pages are not woken", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const versions = async () =>
    inSystem(stage.services.deps.db, async (tx) => [
      await tx.select().from(clusters).where(eq(clusters.id, id)),
      await tx.select().from(operations).where(eq(operations.clusterId, id)),
    ]);
  const before = await versions();
  stage.services.clock.advance(60_000);
  await stage.run(id);
  expect(await versions()).toEqual(before);
});

test("an agent that runs keeps its token; one that is gone gets a new one, and the old is dead", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  await stage.run(id);
  expect(stage.tokens).toHaveLength(1);
  stage.running.clear();
  await stage.run(id);
  expect(new Set(stage.tokens).size).toBe(2);
  const rows = await inSystem(stage.services.deps.db, (tx) =>
    tx.select().from(clusterAgents).where(eq(clusterAgents.clusterId, id)),
  );
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(stage.tokens[1]);
});

test("an agent that runs without a word is told after half a minute, and replaced after minutes", async () => {
  const id = await stage.deploy();
  await stage.run(id);
  stage.machinesComeUp(id);
  await stage.run(id);
  const step = async () => (await stage.operations(id))[0]?.steps.find((s) => s.key === "agent");
  stage.services.clock.advance(20_000);
  await stage.run(id);
  expect(await step()).toMatchObject({ state: "Running", reason: "Connecting" });
  stage.services.clock.advance(15_000);
  await stage.run(id);
  expect(await step()).toMatchObject({ state: "Failed", code: "AGENT_UNREACHABLE" });
  expect(stage.tokens).toHaveLength(1);
  stage.services.clock.advance(3 * 60_000);
  await stage.run(id);
  expect(new Set(stage.tokens).size).toBe(2);
  expect(await step()).toMatchObject({ state: "Running", reason: "Connecting" });
});

test("an agent that cannot be started at all is started again", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  stage.connected = false;
  stage.agentProcess = { ...stage.agentProcess, state: "failed" };
  await stage.run(id);
  expect(new Set(stage.tokens).size).toBe(2);
});

test("a renewed kubeconfig reaches the agent: it is started again, with a token of its own", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  stage.machinesComeUp(id, 2, "renewed-kubeconfig");
  await stage.run(id);
  await stage.run(id);
  expect(stage.running.get(id)).toBe("renewed-kubeconfig");
  expect(new Set(stage.tokens).size).toBe(2);
});

test("the kubeconfig is kept sealed and opened for those who may", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const row = await stage.row(id);
  expect(JSON.stringify(row)).not.toContain("secret-kubeconfig");
  expect((await downloadKubeconfig(stage.tenant.admin, { clusterId: id })).content).toBe(
    "secret-kubeconfig",
  );
});

test("losing the agent changes the health, not the state, and deletes nothing", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  stage.connected = false;
  await stage.run(id);
  expect(await stage.cluster(id)).toMatchObject({
    state: "Running",
    health: "Unhealthy",
  });
  expect(stage.plane.deleted).toEqual([]);
});

test("after a scale the cluster is done only when machines and agent carried out the new spec", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  await scalePool(stage.tenant.admin, { clusterId: id, pool: "workers", size: 4, generation: 1 });
  stage.pushed = 0;
  await stage.run(id);
  expect(stage.pushed).toBe(1); // the agent is told of the new generation
  const steps = async () => (await stage.operations(id))[0];
  expect(await steps()).toMatchObject({ kind: "scale", state: "Running" });
  stage.machinesComeUp(id, 4);
  await stage.layersAreReady(id, 2);
  await stage.run(id);
  expect(await steps()).toMatchObject({ kind: "scale", state: "Succeeded" });
});

test("a run during which somebody scales does not reopen the operation that this superseded", async () => {
  const id = await stage.deploy();
  await stage.run(id);
  stage.machinesComeUp(id);
  stage.meanwhile = () =>
    scalePool(stage.tenant.admin, { clusterId: id, pool: "workers", size: 4, generation: 1 });
  await stage.run(id); // starts the agent, and stage.meanwhile the wish changes
  const states = async () => (await stage.operations(id)).map((o) => [o.kind, o.state]);
  const scaling = [
    ["scale", "Running"],
    ["create", "Superseded"],
  ];
  expect(await states()).toEqual(scaling);
  await stage.run(id);
  expect(await states()).toEqual(scaling);
});
