import { expect, test } from "vitest";
import type { ClusterSummary } from "@/server/domain/cluster/views";
import type { PackSummary } from "@/server/domain/pack/types";
import type { ProfileSummaryView } from "@/server/domain/profile/views";
import type { SessionView } from "@/server/domain/tenancy/types";
import { commandsOf } from "./commands";

const project = { id: "prj_1", slug: "default" };
const session = (...permissions: string[]) =>
  ({ grants: [{ projectId: null, permissions }] }) as unknown as SessionView;
const cluster = { id: "cls_1", name: "demo", state: "Running", profile: { name: "stack" } };
const found = {
  clusters: [cluster as unknown as ClusterSummary],
  profiles: [
    { id: "prf_1", name: "stack", versions: [{ id: "prv_2", version: "1.1.0" }] },
  ] as unknown as ProfileSummaryView[],
  packs: ["1.2.0", "1.10.0"].map((version) => ({
    registry: "public",
    name: "cilium",
    displayName: "Cilium",
    version,
    digest: `sha256:${version}`,
  })) as unknown as PackSummary[],
};
const labelsFor = (...permissions: string[]) =>
  commandsOf(session(...permissions), project, found).map(({ label }) => label);

test("clusters with their pages, profiles and packs are found, each pack once", () => {
  const commands = commandsOf(session("cluster.update"), project, found);
  const hrefOf = (label: string) => commands.find((command) => command.label === label)?.href;
  expect(hrefOf("demo")).toBe("/default/clusters/cls_1");
  expect(hrefOf("demo: Events")).toBe("/default/clusters/cls_1/events");
  expect(hrefOf("demo: Update")).toBe("/default/clusters/cls_1?update=newest");
  expect(hrefOf("stack")).toBe("/default/profiles/prf_1/versions/prv_2");
  expect(commands.filter(({ group }) => group === "Packs")).toMatchObject([
    { label: "Cilium", href: "/default/packs/sha256%3A1.10.0" },
  ]);
});

test("what the person may not do is not offered", () => {
  expect(labelsFor()).not.toContain("demo: Delete");
  expect(labelsFor()).not.toContain("Deploy a cluster");
  expect(labelsFor("cluster.delete", "cluster.create")).toEqual(
    expect.arrayContaining(["demo: Delete", "Deploy a cluster"]),
  );
});
