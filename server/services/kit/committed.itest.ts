import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "@/server/domain/ids/ids";
import type { AssetState } from "@/server/domain/assets";
import { deleteCluster, retryCluster } from "@/server/services/cluster/change";
import type { ServiceContext } from "@/server/services/kit/context";
import { pauseAsset, prepareAsset, retryAsset } from "@/server/services/system/assets";
import { insertCluster } from "@/server/services/testing/insert-cluster";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";

let services: TestServices;
let tenant: TestTenant;
let clusterId: string;

beforeAll(async () => {
  services = await createTestServices();
  tenant = await services.newTenant({ operatesInstallation: true });
  clusterId = await insertCluster(services.deps, tenant);
  services.assets.push(
    failed("kube-scheduler", "1.37.2"),
    failed("kube-scheduler", "1.36.3"),
    failed("etcd", "3.6.16"),
    failed("other", "1.0.0"),
  );
});
afterAll(() => services.close());
beforeEach(() => {
  services.asked.length = 0;
  services.retried.length = 0;
});

const failed = (name: string, version: string): AssetState => ({
  name,
  version,
  title: "",
  purpose: "",
  state: "failed",
  background: true,
  since: "2026-01-01T00:00:00.000Z",
});
const etcd = { name: "etcd", version: "3.6.16" };
const verbs: [string, (ctx: ServiceContext) => Promise<unknown>][] = [
  ["cluster.retry", (ctx) => retryCluster(ctx, { clusterId })],
  ["cluster.delete", (ctx) => deleteCluster(ctx, { clusterId, confirmName: clusterId })],
  ["asset.retry", (ctx) => retryAsset(ctx, etcd)],
  ["asset.prepare", (ctx) => prepareAsset(ctx, etcd)],
  ["asset.pause", (ctx) => pauseAsset(ctx, etcd)],
];

test.each(verbs)("%s that is not committed leaves the world as it was", async (_name, call) => {
  const audit = (change: string) =>
    services.deps.db.execute(sql.raw(`alter table audit_entries ${change}`));
  await audit("add constraint refused check (false) not valid");
  await expect(call(tenant.admin)).rejects.toThrow("23514");
  await audit("drop constraint refused");
  expect([...services.asked, ...services.retried]).toEqual([]);
});

test("a cluster's retry restarts the failed programs that this cluster needs, and its agent", async () => {
  await retryCluster(tenant.person("cluster.update"), { clusterId });
  expect(services.asked).toEqual(["retry kube-scheduler 1.37.2", "retry etcd 3.6.16"]);
  expect(services.retried).toEqual([clusterId]);
});

test("the retry of a cluster that is not there restarts nothing", async () => {
  const unknown = { clusterId: newId("cluster") };
  await expect(retryCluster(tenant.admin, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(services.asked).toEqual([]);
});
