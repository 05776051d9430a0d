import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/server/domain/ids/ids";
import { createCluster, estimateCapacity } from "@/server/services/cluster/create";
import { listUpdates } from "@/server/services/cluster/profile-version";
import { listClusters } from "@/server/services/cluster/read";
import { getPack, listPacks } from "@/server/services/pack/read";
import { listProfiles } from "@/server/services/profile/read";
import { createProfile } from "@/server/services/profile/write";
import { getReadiness } from "@/server/services/system/read";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";

let services: TestServices;
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  services = await createTestServices();
  [tenant, other] = [await services.newTenant(), await services.newTenant()];
});
afterAll(() => services.close());

const pools = [{ name: "control-plane", role: "control-plane" as const, size: 1 }];
const profileVersionId = newId("profileVersion");

test.each<[string, (projectId: string) => Promise<unknown>]>([
  ["clusters", (projectId) => listClusters(tenant.admin, { projectId })],
  ["updates", (projectId) => listUpdates(tenant.admin, { projectId })],
  ["profiles", (projectId) => listProfiles(tenant.admin, { projectId })],
  ["packs", (projectId) => listPacks(tenant.admin, { projectId })],
  ["one pack", (projectId) => getPack(tenant.admin, { projectId, digest: "sha256:0" })],
  ["readiness", (projectId) => getReadiness(tenant.admin, { projectId })],
  ["an estimate", (projectId) => estimateCapacity(tenant.admin, { projectId, pools })],
  ["a new profile", (projectId) => createProfile(tenant.admin, { projectId, name: "stray" })],
  [
    "a new cluster",
    (projectId) =>
      createCluster(tenant.admin, { projectId, name: "stray", profileVersionId, pools }),
  ],
])("a project that is none of the tenant's is not found: %s", async (_what, call) => {
  for (const projectId of [other.projectId, newId("project")]) {
    await expect(call(projectId)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining(projectId),
    });
  }
});
