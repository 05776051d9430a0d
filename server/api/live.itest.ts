import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { inSystem } from "@/server/db/client";
import { clusterReports, clusters, projects, roleAssignments, users } from "@/server/db/schema";
import { newId } from "@/server/domain/ids/ids";
import { createLog } from "@/server/platform/log/log";
import { revokeSession, sessionActor } from "@/server/services/auth/session-actor";
import { signIn } from "@/server/services/auth/sign-in";
import { insertCluster } from "@/server/services/testing/insert-cluster";
import { provideTestDeps } from "@/server/services/testing/provide-test-deps";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { ChangeFeed } from "@/server/worker/change-feed";
import { appRouter } from "./root";
import { createCaller } from "./trpc";

const minute = 60_000;
let services: TestServices;
let tenant: TestTenant;
/** A cluster in the person's project, and one in a project where the person has no role. */
let own: string;
let foreign: string;

beforeAll(async () => {
  services = await createTestServices();
  const feed = new ChangeFeed(createLog("silent"));
  await feed.start(services.sql);
  const subscribe = feed.subscribe.bind(feed);
  provideTestDeps(services.deps, { subscribe });
});
afterAll(() => services.close());

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  tenant = await services.newTenant();
  const { tenantId, projectId, userId } = tenant;
  const otherProject = newId("project");
  await inSystem(services.deps.db, async (tx) => {
    const project = { tenantId, id: otherProject, name: "Other", slug: "other" };
    await tx.insert(projects).values(project);
    const ofPerson = eq(roleAssignments.userId, userId);
    await tx.update(roleAssignments).set({ projectId }).where(ofPerson);
  });
  own = await insertCluster(services.deps, tenant);
  foreign = await insertCluster(services.deps, { ...tenant, projectId: otherProject });
});
afterEach(() => void vi.useRealTimers());

/** Signs in and opens the stream as a page does. */
async function openStream() {
  const { email, password } = tenant;
  const session = await signIn(services.deps, { email, password, userAgent: "" });
  const actor = session && (await sessionActor(services.deps, session));
  if (!actor) throw new Error("no session");
  const api = createCaller(appRouter)({ services: services.deps, actor, requestId: "r" });
  const stream = (await api.live.changes())[Symbol.asyncIterator]();
  expect((await stream.next()).value).toMatchObject({ kind: "connected" });
  return { session, stream };
}

async function touch(id: string): Promise<void> {
  await inSystem(services.deps.db, (tx) =>
    tx.update(clusters).set({ generation: 2 }).where(eq(clusters.id, id)),
  );
}

async function report(clusterId: string): Promise<void> {
  const row = { clusterId, kind: "events", revision: 1, data: [], reportedAt: new Date() };
  await inSystem(services.deps.db, (tx) =>
    tx.insert(clusterReports).values({ tenantId: tenant.tenantId, ...row }),
  );
}

test("a change in a project without a role is not told; one in the own project is", async () => {
  const { stream } = await openStream();
  for (const change of [touch, report]) {
    await change(foreign);
    await change(own);
    expect((await stream.next()).value).toEqual({ kind: "cluster", id: own });
  }
  await stream.return?.(undefined);
});

test("a stream ends within a minute after its session was revoked", async () => {
  const { session, stream } = await openStream();
  vi.advanceTimersByTime(minute);
  await touch(own);
  expect((await stream.next()).value).toMatchObject({ id: own });
  await revokeSession(services.deps, session);
  vi.advanceTimersByTime(minute);
  await expect(stream.next()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});

test("a stream ends at once when its session is revoked, and not when another one is", async () => {
  const [{ session, stream }, other] = [await openStream(), await openStream()];
  await revokeSession(services.deps, session);
  await expect(stream.next()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  await touch(own);
  expect((await other.stream.next()).value).toEqual({ kind: "cluster", id: own });
  await other.stream.return?.(undefined);
});

test("a stream ends at once when its person is deactivated", async () => {
  const { stream } = await openStream();
  await inSystem(services.deps.db, (tx) =>
    tx.update(users).set({ isActive: false }).where(eq(users.id, tenant.userId)),
  );
  await expect(stream.next()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});

test("a role that was taken away is heard of no longer at once", async () => {
  const { stream } = await openStream();
  await inSystem(services.deps.db, async (tx) => {
    const moved = eq(roleAssignments.userId, tenant.userId);
    const [other] = await tx.select().from(clusters).where(eq(clusters.id, foreign));
    await tx.update(roleAssignments).set({ projectId: other?.projectId }).where(moved);
  });
  await touch(own);
  await touch(foreign);
  expect((await stream.next()).value).toEqual({ kind: "cluster", id: foreign });
  await stream.return?.(undefined);
});

test("a role that was taken away is heard of no longer after a minute", async () => {
  const { stream } = await openStream();
  await inSystem(services.deps.db, async (tx) => {
    const moved = eq(roleAssignments.userId, tenant.userId);
    const [other] = await tx.select().from(clusters).where(eq(clusters.id, foreign));
    await tx.update(roleAssignments).set({ projectId: other?.projectId }).where(moved);
  });
  vi.advanceTimersByTime(minute);
  await touch(own);
  await touch(foreign);
  expect((await stream.next()).value).toEqual({ kind: "cluster", id: foreign });
  await stream.return?.(undefined);
});
