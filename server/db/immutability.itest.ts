import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/server/domain/ids/ids";
import type { Pack } from "@/server/domain/pack/types";
import { inSystem, type Database, type Tx } from "./client";
import {
  clusterProfiles,
  clusterProfileVersions,
  packRegistries,
  packs,
  projects,
  tenants,
} from "./schema";
import { createTestDatabase } from "./testing/test-database";

let database: Database;
const tenantId = newId("tenant");
const projectId = newId("project");
const profileId = newId("profile");
const published = newId("profileVersion");
const draft = newId("profileVersion");
const packId = newId("pack");
const [registryId, otherRegistryId] = [newId("registry"), newId("registry")];

beforeAll(async () => {
  database = await createTestDatabase();
  await asOwner(async (tx) => {
    await tx.insert(tenants).values({ tenantId, name: "T", slug: "t" });
    await tx.insert(projects).values({ tenantId, id: projectId, name: "P", slug: "p" });
    const profile = { tenantId, id: profileId, projectId, name: "stack" };
    await tx.insert(clusterProfiles).values({ ...profile, type: "cluster", cloudType: "local" });
    const version = { tenantId, profileId, digest: "sha256:1" };
    await tx.insert(clusterProfileVersions).values([
      { ...version, id: published, version: "1.0.0", state: "published" },
      { ...version, id: draft, version: "1.1.0", state: "draft" },
    ]);
    await tx.insert(packRegistries).values([
      { id: registryId, name: "a", kind: "bundled" },
      { id: otherRegistryId, name: "b", kind: "bundled" },
    ]);
    await tx.insert(packs).values({
      id: packId,
      registryId,
      name: "web",
      version: "1.0.0",
      layer: "addon",
      digest: "sha256:2",
      content: {} as Pack,
      files: { "pack.json": "e30=" },
    });
  });
});
afterAll(() => database.close());

/** With the rights of whoever owns the tables: nobody has more. */
const asOwner = (run: (tx: Tx) => Promise<unknown>) => inSystem(database.db, run);
const refused = { code: "23514" };

type VersionChange = Partial<typeof clusterProfileVersions.$inferInsert>;
const changeVersion = (id: string, change: VersionChange) =>
  asOwner((tx) =>
    tx.update(clusterProfileVersions).set(change).where(eq(clusterProfileVersions.id, id)),
  );
const deleteVersion = (id: string) =>
  asOwner((tx) => tx.delete(clusterProfileVersions).where(eq(clusterProfileVersions.id, id)));

const versionChanges: VersionChange[] = [
  { state: "draft" },
  { version: "2.0.0" },
  { digest: "sha256:9" },
  { layers: [{ id: "x" } as never] },
  { revision: 9 },
  { note: "another" },
  { publishedAt: new Date(0) },
  { publishedBy: "somebody else" },
  { createdAt: new Date(0) },
];
test.each(versionChanges)("a published version is kept from the change %j", async (change) => {
  await expect(changeVersion(published, change)).rejects.toMatchObject(refused);
});

test("a published version stays, a draft may change and go", async () => {
  await expect(deleteVersion(published)).rejects.toMatchObject(refused);
  await changeVersion(published, { updatedAt: new Date() });
  await changeVersion(draft, { note: "still mine" });
  await deleteVersion(draft);
});

type PackChange = Partial<typeof packs.$inferInsert>;
const changePack = (change: PackChange) =>
  asOwner((tx) => tx.update(packs).set(change).where(eq(packs.id, packId)));

const packChanges: PackChange[] = [
  { files: { "pack.json": "bnVsbA==" } },
  { digest: "sha256:9" },
  { name: "other" },
  { version: "2.0.0" },
  { layer: "cni" },
  { registryId: otherRegistryId },
  { tenantId },
];
test.each(packChanges)("a pack's revision is kept from the change %j", async (change) => {
  await expect(changePack(change)).rejects.toMatchObject(refused);
});

test("a pack's revision stays; it may be withdrawn, and what is read in its bytes may grow", async () => {
  await expect(asOwner((tx) => tx.delete(packs))).rejects.toMatchObject(refused);
  await changePack({ withdrawnAt: new Date() });
  await changePack({ withdrawnAt: null, content: { name: "web" } as Pack });
});
