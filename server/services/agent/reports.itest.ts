import { afterAll, beforeAll, expect, test } from "vitest";
import { inTenant } from "@/server/db/client";
import { clusterProfiles, clusterProfileVersions, clusters } from "@/server/db/schema";
import { parseAgentMessage } from "@/server/domain/agent/parse";
import { nothingObserved } from "@/server/domain/cluster/types";
import { newId } from "@/server/domain/ids/ids";
import { getClusterReports } from "@/server/services/cluster/read";
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

/** A cluster with an agent's token, without the journey that leads there. */
async function clusterWithAgent() {
  const { tenantId, projectId, userId } = tenant;
  const [clusterId, profileId, versionId] = [
    newId("cluster"),
    newId("profile"),
    newId("profileVersion"),
  ];
  const token = await inTenant(services.deps.db, tenantId, async (tx) => {
    const profile = { tenantId, id: profileId, projectId, name: "p", cloudType: "local" };
    await tx.insert(clusterProfiles).values({ ...profile, type: "cluster" });
    const version = { tenantId, id: versionId, profileId, version: "1.0.0" };
    await tx.insert(clusterProfileVersions).values({ ...version, state: "draft" });
    await tx.insert(clusters).values({
      tenantId,
      id: clusterId,
      projectId,
      name: "blue",
      profileVersionId: versionId,
      spec: { infrastructure: "local", kubernetesVersion: "1.37.2", pools: [] },
      observed: nothingObserved,
      createdBy: userId,
    });
    return issueAgentToken(tx, tenantId, clusterId);
  });
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
