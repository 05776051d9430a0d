import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { auditEntries } from "@/server/db/schema";
import type { AssetState } from "@/server/domain/assets";
import type { ProcessStatus } from "@/server/platform/process/types";
import type { ServiceContext } from "@/server/services/kit/context";
import { getSession } from "@/server/services/tenancy/session-view";
import { insertCluster } from "@/server/services/testing/insert-cluster";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { pauseAsset, prepareAsset, retryAsset } from "./assets";
import { getProcessLog, getReadiness, getSystem } from "./read";

let services: TestServices;
/** The tenant of the first run, and another one; each has a cluster. */
let operator: TestTenant;
let guest: TestTenant;
let operatorAgent: string;
let guestAgent: string;

beforeAll(async () => {
  services = await createTestServices();
  operator = await services.newTenant({ operatesInstallation: true });
  guest = await services.newTenant();
  const agentOf = async (tenant: TestTenant) =>
    `clusters/${await insertCluster(services.deps, tenant)}/agent`;
  operatorAgent = await agentOf(operator);
  guestAgent = await agentOf(guest);
  const ids = ["postgres", "management-plane/etcd", operatorAgent, guestAgent];
  services.processes.push(...ids.map(running));
});
afterAll(() => services.close());

function running(id: string): ProcessStatus {
  return {
    id,
    group: id.includes("/") ? id.slice(0, id.lastIndexOf("/")) : "console",
    title: id,
    command: id,
    pid: 1,
    state: "running",
    ready: true,
    restarts: 0,
    startedAt: null,
    rssBytes: 1,
    lastExit: null,
    logFile: "",
    message: "",
  };
}

const seenBy = async (ctx: ServiceContext) =>
  (await getSystem(ctx, undefined)).processes.map((process) => process.id);

test("who administers the installation sees its processes and those of the own clusters", async () => {
  const own = ["console", "postgres", "management-plane/etcd", operatorAgent];
  expect(await seenBy(operator.admin)).toEqual(own);
  for (const id of own) {
    expect(await getProcessLog(operator.admin, { id })).toEqual({ text: `log of ${id}` });
  }
});

test.each([
  ["another tenant's administrator", () => guest.admin, () => [guestAgent]],
  ["another tenant's viewer", () => guest.holder("tenant-viewer"), () => [guestAgent]],
  [
    "a viewer of the operating tenant",
    () => operator.holder("tenant-viewer"),
    () => [operatorAgent],
  ],
])("%s sees the processes and logs of the own clusters only", async (_who, person, own) => {
  expect(await seenBy(person())).toEqual(own());
  for (const id of own()) await getProcessLog(person(), { id });
  for (const id of ["console", "postgres", "management-plane/etcd"]) {
    await expect(getProcessLog(person(), { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
});

test("the log of another tenant's cluster is not found, for whoever administers the installation too", async () => {
  const look = (ctx: ServiceContext, id: string) => getProcessLog(ctx, { id });
  const missing = { code: "NOT_FOUND" };
  await expect(look(guest.admin, operatorAgent)).rejects.toMatchObject(missing);
  await expect(look(operator.admin, guestAgent)).rejects.toMatchObject(missing);
  await expect(look(operator.admin, "no-such")).rejects.toMatchObject(missing);
});

test("who may see the tenant's page but no cluster sees no cluster's processes", async () => {
  const { actor } = guest.admin;
  if (actor.kind !== "user") throw new Error("not a person");
  const grants = [{ projectId: null, permissions: ["privateGateway.get"] }];
  expect(await seenBy({ ...guest.admin, actor: { ...actor, grants } })).toEqual([]);
});

test("an asset is tried again by who administers the installation only, and that is audited", async () => {
  const asset = { name: "etcd", version: "3.6.16" };
  services.assets.push(failed(asset));
  const refused = { code: "FORBIDDEN" };
  await expect(retryAsset(guest.admin, asset)).rejects.toMatchObject(refused);
  await expect(retryAsset(operator.holder("tenant-viewer"), asset)).rejects.toMatchObject(refused);
  await retryAsset(operator.admin, asset);
  const entries = await inSystem(services.deps.db, (tx) =>
    tx.select().from(auditEntries).where(eq(auditEntries.action, "asset.retry")),
  );
  expect(entries).toMatchObject([{ tenantId: operator.tenantId, objectId: "etcd-3.6.16" }]);
});

const failed = (asset: { name: string; version: string }): AssetState => ({
  ...asset,
  title: "",
  purpose: "",
  state: "failed",
  path: "/srv/cache/assets/etcd",
  progress: { done: 0, total: 0, unit: "steps", line: "Reading /srv/cache/go.mod" },
  error: {
    code: "ASSET_STORAGE",
    message: "etcd 3.6.16: no space left on device, write '/srv/cache/assets/etcd'",
    next: "Retry.",
    ways: [{ code: "ASSET_STORAGE", reason: "no space left on device, write '/srv/cache'" }],
  },
  since: "2026-01-01T00:00:00.000Z",
});

test("a program that is not there is neither tried again nor audited", async () => {
  const nothing = { name: "nothing", version: "1" };
  for (const verb of [retryAsset, prepareAsset, pauseAsset]) {
    await expect(verb(operator.admin, nothing)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  const entries = await inSystem(services.deps.db, (tx) =>
    tx.select().from(auditEntries).where(eq(auditEntries.objectId, "nothing-1")),
  );
  expect(entries).toEqual([]);
  expect(services.asked.filter((line) => line.includes("nothing"))).toEqual([]);
});

test("a program that is needed cannot be held back, and nothing is audited", async () => {
  const asset = { name: "kubectl", version: "1.37.2" };
  services.assets.push({ ...failed(asset), state: "ready" });
  await expect(pauseAsset(operator.admin, asset)).rejects.toMatchObject({
    code: "CONFLICT",
    message: "kubectl 1.37.2 cannot be paused: it is ready.",
  });
  expect(services.asked).not.toContain("pause kubectl 1.37.2");
});

test("where the machine keeps its programs is told to who administers the installation only", async () => {
  services.assets.push(failed({ name: "etcd", version: "3.6.16" }));
  const readiness = ({ projectId, person }: TestTenant) =>
    getReadiness(person("cluster.list"), { projectId });
  for (const told of [
    await readiness(operator),
    await readiness(guest),
    await getSystem(guest.admin, undefined),
    await getSystem(operator.holder("tenant-viewer"), undefined),
  ]) {
    expect(JSON.stringify(told)).not.toContain("/srv");
    expect(JSON.stringify(told)).toContain("no space left on device, write 'etcd'");
  }
  const whole = await getSystem(operator.admin, undefined);
  expect(whole.assets).toContainEqual(expect.objectContaining({ path: "/srv/cache/assets/etcd" }));
});

test.each([
  ["prepare", prepareAsset],
  ["pause", pauseAsset],
])(
  "%s of a queued program is for who administers the installation only, and audited",
  async (word, verb) => {
    const asset = { name: "kube-scheduler", version: `1.36.3-${word}` };
    services.assets.push({
      ...asset,
      title: "",
      purpose: "",
      state: "queued",
      background: true,
      since: "2026-01-01T00:00:00.000Z",
    });
    const refused = { code: "FORBIDDEN" };
    await expect(verb(guest.admin, asset)).rejects.toMatchObject(refused);
    await expect(verb(operator.holder("tenant-viewer"), asset)).rejects.toMatchObject(refused);
    expect(services.asked).not.toContain(`${word} ${asset.name} ${asset.version}`);
    await verb(operator.admin, asset);
    expect(services.asked).toContain(`${word} ${asset.name} ${asset.version}`);
    const entries = await inSystem(services.deps.db, (tx) =>
      tx
        .select()
        .from(auditEntries)
        .where(eq(auditEntries.action, `asset.${word}`)),
    );
    expect(entries).toMatchObject([
      { tenantId: operator.tenantId, objectId: `${asset.name}-${asset.version}` },
    ]);
    await expect(verb(operator.admin, { name: "nothing", version: "1" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  },
);

test("the session tells who administers the installation", async () => {
  const told = async (ctx: ServiceContext) =>
    (await getSession(ctx, undefined)).administersInstallation;
  expect(await told(operator.admin)).toBe(true);
  expect(await told(operator.holder("tenant-viewer"))).toBe(false);
  expect(await told(guest.admin)).toBe(false);
});
