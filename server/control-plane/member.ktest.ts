import { afterAll, beforeAll, expect, test } from "vitest";
import {
  startControlPlane,
  untilTrue,
  type TestControlPlane,
} from "@/server/kube/testing/start-control-plane";

let plane: TestControlPlane;
beforeAll(async () => {
  // A name that Go's YAML takes for false unless it is written in quotes.
  plane = await startControlPlane({ clusterName: "no" });
});
afterAll(() => plane.stop());

test("all four programs of a cluster named no are healthy, of the version asked for, and make service accounts", async () => {
  expect(await plane.client.version()).toBe("v1.37.2");
  const account = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    namespace: "default",
    name: "default",
  };
  const there = async () => (await plane.client.find(account)) !== undefined;
  await untilTrue(there, 30_000, "the default service account exists");
  const ready = () => plane.supervisor.list().every((p) => p.state === "running" && p.ready);
  await untilTrue(ready, 20_000, "all four are ready");
  expect(plane.supervisor.list().map((p) => p.restarts)).toEqual([0, 0, 0, 0]);
});
