import { afterAll, beforeAll, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { inSystem, inTenant } from "@/server/db/client";
import { clusterAgents, clusterReports } from "@/server/db/schema";
import { parseAgentMessage } from "@/server/domain/agent/parse";
import { getClusterReports } from "@/server/services/cluster/read";
import { insertCluster } from "@/server/services/testing/insert-cluster";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { authenticateAgent, issueAgentToken, revokedAgents } from "./identity";
import { saveReport } from "./reports";

let services: TestServices;
let tenant: TestTenant;
beforeAll(async () => {
  services = await createTestServices();
  tenant = await services.newTenant();
});
afterAll(() => services.close());

async function clusterWithAgent() {
  const clusterId = await insertCluster(services.deps, tenant);
  const token = await inTenant(services.deps.db, tenant.tenantId, (tx) =>
    issueAgentToken(tx, tenant.tenantId, clusterId),
  );
  const identity = await authenticateAgent(services.deps, token);
  if (!identity) throw new Error("no identity");
  return { clusterId, identity };
}

test("an event with characters that no database stores is kept and shown without them", async () => {
  const { clusterId, identity } = await clusterWithAgent();
  const event = {
    type: "Warning",
    reason: "Failed",
    object: { kind: "Pod", namespace: "shop", name: "web" },
    message: "exec: \0\ud800 \u202ereversed",
    count: 1,
    lastSeen: "2026-01-01T00:00:00Z",
  };
  const sent = { type: "report", kind: "events", revision: 1, data: [event] };
  const parsed = parseAgentMessage(JSON.stringify(sent));
  if (!parsed.ok || parsed.message.type !== "report") throw new Error("not accepted");
  await saveReport(services.deps, identity, parsed.message);
  const { events } = await getClusterReports(tenant.admin, { clusterId });
  expect(events.data).toEqual([{ ...event, message: "exec: \ufffd\ufffd \ufffdreversed" }]);
});

const report = {
  type: "report" as const,
  kind: "layers" as const,
  revision: 1,
  data: { generation: 1, layers: [] },
};

test("a replaced token's reports are not kept, and it is known as revoked; the new one's are", async () => {
  const { clusterId, identity } = await clusterWithAgent();
  const { deps } = services;
  expect(await revokedAgents(deps, [identity])).toEqual([]);
  const token = await inTenant(deps.db, tenant.tenantId, (tx) =>
    issueAgentToken(tx, tenant.tenantId, clusterId),
  );
  const renewed = await authenticateAgent(deps, token);
  if (!renewed) throw new Error("no identity");
  expect(await saveReport(deps, identity, report)).toBe(false);
  expect(await revokedAgents(deps, [identity, renewed])).toEqual([identity]);
  expect(await saveReport(deps, renewed, report)).toBe(true);
});

test("a report that comes after the deletion of its cluster leaves no row", async () => {
  const { clusterId, identity } = await clusterWithAgent();
  const { deps } = services;
  await inSystem(deps.db, (tx) =>
    tx.delete(clusterAgents).where(eq(clusterAgents.clusterId, clusterId)),
  );
  expect(await saveReport(deps, identity, report)).toBe(false);
  const rows = await inSystem(deps.db, (tx) =>
    tx.select().from(clusterReports).where(eq(clusterReports.clusterId, clusterId)),
  );
  expect(rows).toEqual([]);
});

test("only a report that the reconciler reads wakes it, and only when it says something new", async () => {
  const { identity } = await clusterWithAgent();
  const { deps, enqueued } = services;
  enqueued.length = 0;
  for (const kind of ["nodes", "workloads", "events"] as const) {
    expect(await saveReport(deps, identity, { type: "report", kind, revision: 1, data: [] })).toBe(
      true,
    );
  }
  expect(enqueued).toEqual([]);
  await saveReport(deps, identity, report);
  await saveReport(deps, identity, { ...report, revision: 2 });
  expect(enqueued).toHaveLength(1);
});
