import { expect, test } from "vitest";
import type { KubeConnection, KubeRequest } from "./connection";
import { Discovery } from "./discovery";

const answers: Record<string, unknown> = {
  "/apis": {
    groups: [
      { preferredVersion: { groupVersion: "empty.example/v1" } },
      { preferredVersion: { groupVersion: "bare.example/v1" } },
    ],
  },
  "/api/v1": { resources: null },
  "/apis/empty.example/v1": {},
  "/apis/bare.example/v1": {
    resources: [{ name: "as", kind: "A", namespaced: true, verbs: null }],
  },
};
const connection = {
  request: async ({ path }: KubeRequest) => answers[path],
} as unknown as KubeConnection;

test("lists that an API server leaves out or writes as null are empty, not a fault", async () => {
  const discovery = new Discovery(connection);
  expect(await discovery.all()).toMatchObject([{ kind: "A", verbs: [] }]);
  expect(await discovery.serves({ apiVersion: "v1", kind: "Pod" })).toBe(false);
});
