import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createKubeClient, type KubeClient } from "./client";

let server: Server;
let client: KubeClient;
/** Paths of requests that are open. */
const open = new Set<string>();

beforeEach(async () => {
  // Tells what kinds there are, and answers nothing else.
  server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path === "/api/v1") {
      const verbs = ["get"];
      const resources = [{ name: "secrets", kind: "Secret", namespaced: true, verbs }];
      response.setHeader("content-type", "application/json");
      return void response.end(JSON.stringify({ resources }));
    }
    open.add(path);
    request.on("close", () => open.delete(path));
    response.on("close", () => open.delete(path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  client = createKubeClient(
    JSON.stringify({
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: "u", user: {} }],
    }),
  );
});
afterEach(() => {
  client.close();
  server.closeAllConnections();
  server.close();
});

const secret = { apiVersion: "v1", kind: "Secret" };
const named = { ...secret, name: "a", namespace: "b" };
const object = { ...secret, metadata: { name: "a", namespace: "b" } };
const calls: [string, (bound: KubeClient) => Promise<unknown>][] = [
  ["get", (bound) => bound.get(named)],
  ["find", (bound) => bound.find(named)],
  ["list", (bound) => bound.list(secret, { namespace: "b" })],
  ["create", (bound) => bound.create(object)],
  ["apply", (bound) => bound.apply(object, { fieldManager: "lamina" })],
  ["applyStatus", (bound) => bound.applyStatus(object, { fieldManager: "lamina" })],
  ["patch", (bound) => bound.patch(named, {})],
  ["delete", (bound) => bound.delete(named)],
  ["version", (bound) => bound.version()],
  ["stream", (bound) => bound.connection.stream({ method: "GET", path: "/watch" })],
];

test.each(calls)(
  "%s to an API server that does not answer ends with the signal",
  async (_name, call) => {
    const end = new AbortController();
    const begun = call(client.until(end.signal));
    begun.catch(() => {});
    await expect.poll(() => open.size).toBe(1);
    end.abort(new Error("the time of the run is over"));
    await expect(begun).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringContaining("the time of the run is over"),
    });
    await expect.poll(() => open.size).toBe(0);
  },
);

test("a call that has a signal of its own ends with either", async () => {
  const [own, end] = [new AbortController(), new AbortController()];
  const begun = client.until(end.signal).get(named, own.signal);
  begun.catch(() => {});
  await expect.poll(() => open.size).toBe(1);
  own.abort(new Error("no longer wanted"));
  await expect(begun).rejects.toThrow("no longer wanted");
});
