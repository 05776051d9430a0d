import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { advisoryLocks } from "@/server/db/advisory-locks";
import { inSystem, type Tx } from "@/server/db/client";
import { clusters } from "@/server/db/schema";
import { poolsSchema, type ClusterSpec } from "@/server/domain/cluster/types";
import { newId } from "@/server/domain/ids/ids";
import { insertCluster } from "@/server/services/testing/insert-cluster";
import { race } from "@/server/services/testing/race";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { deleteCluster, scalePool } from "./change";
import { beginOperation } from "./internal";
import { getCluster, listOperations } from "./read";

let services: TestServices;
let tenant: TestTenant;
let clusterId: string;
const pools = poolsSchema.parse([
  { name: "control-plane", role: "control-plane", size: 1 },
  { name: "workers", role: "worker", size: 2 },
]);
const spec: ClusterSpec = { infrastructure: "local", kubernetesVersion: "1.37.2", pools };

beforeAll(async () => {
  services = await createTestServices();
  tenant = await services.newTenant();
});
afterAll(() => services.close());
beforeEach(async () => {
  clusterId = await insertCluster(services.deps, tenant);
  await inSystem(services.deps.db, (tx) => tx.update(clusters).set({ spec }).where(own()));
});

const own = () => eq(clusters.id, clusterId);
const holdRow = (tx: Tx) =>
  tx.select({ id: clusters.id }).from(clusters).where(own()).for("update");
const remove = () => deleteCluster(tenant.admin, { clusterId, confirmName: clusterId });
const scale = (size: number, generation = 1) =>
  scalePool(tenant.admin, { clusterId, pool: "workers", size, generation });
const operationsOf = async () =>
  (await listOperations(tenant.admin, { clusterId })).map(({ kind, state }) => `${kind} ${state}`);

test("a scale that meets a deletion is refused, and the deletion goes on", async () => {
  const [removed, scaled] = await race(services.deps.db, holdRow, remove, () => scale(3));
  expect(removed).toMatchObject({ status: "fulfilled" });
  expect(scaled).toMatchObject({ status: "rejected", reason: { code: "PRECONDITION_FAILED" } });
  expect(await operationsOf()).toEqual(["delete Running"]);
  expect((await getCluster(tenant.admin, { clusterId })).generation).toBe(1);
});

test("a deletion that meets a scale replaces it", async () => {
  const ended = await race(services.deps.db, holdRow, () => scale(3), remove);
  expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect((await operationsOf()).sort()).toEqual(["delete Running", "scale Superseded"]);
});

test("two who delete a cluster at once begin one deletion", async () => {
  const ended = await race(services.deps.db, holdRow, remove, remove);
  expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect(await operationsOf()).toEqual(["delete Running"]);
});

test("a change is written over the cluster it was worked out from, or not at all", async () => {
  const larger = { ...spec, pools: pools.map((pool) => ({ ...pool, size: 3 })) };
  const [scaled] = await race(
    services.deps.db,
    async (tx) => {
      // Here a scale waits between its reading and its writing.
      await tx.execute(sql`select pg_advisory_xact_lock(${advisoryLocks.capacity})`);
      await tx.update(clusters).set({ spec: larger, generation: 2 }).where(own());
    },
    // The generation that is being written right now, not the one that was read.
    () => scale(5, 2),
  );
  expect(scaled).toMatchObject({ status: "rejected", reason: { code: "STALE" } });
  expect((await getCluster(tenant.admin, { clusterId })).spec).toEqual(larger);
});

test("no operation replaces a deletion, whoever begins it", async () => {
  await remove();
  const { tenantId } = tenant;
  const cluster = { id: clusterId, generation: 1 };
  await inSystem(services.deps.db, (tx) =>
    beginOperation(
      { ...tenant.admin, tx, tenantId },
      { id: newId("operation"), cluster, kind: "update", title: "Update" },
    ),
  );
  expect(await operationsOf()).toContain("delete Running");
});
