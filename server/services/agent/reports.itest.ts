import { afterAll, beforeAll, expect, test } from "vitest";
import { inTenant } from "@/server/db/client";
import { parseAgentMessage } from "@/server/domain/agent/parse";
import { getClusterReports } from "@/server/services/cluster/read";
import { insertCluster } from "@/server/services/testing/insert-cluster";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { authenticateAgent, issueAgentToken } from "./identity";
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
  const sent = { type: "report", kind: "events", revision: 1, total: 1, data: [event] };
  const parsed = parseAgentMessage(JSON.stringify(sent));
  if (!parsed.ok || parsed.message.type !== "report") throw new Error("not accepted");
  await saveReport(services.deps, identity, parsed.message);
  const { events } = await getClusterReports(tenant.admin, { clusterId });
  expect(events.data).toEqual([{ ...event, message: "exec: \ufffd\ufffd \ufffdreversed" }]);
});
