import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderCluster } from "@/server/domain/cluster/render-capi";
import type { Informer } from "@/server/kube/informer";
import { objectKey, type KubeObject } from "@/server/kube/types";
import { systemClock } from "@/server/platform/clock/clock";
import { createLog } from "@/server/platform/log/log";
import { allAnswer } from "./answering";
import { ClusterPkis, WorkloadClients, type LocalInformers } from "./context";
import { clusterInput } from "./testing/start-console";

let dir: string;
let server: Server;
/** How often somebody asked the API server that does not answer. */
let asked: number;
let objects: KubeObject[];
const workloads = new WorkloadClients();

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "lamina-answering-"));
  asked = 0;
  server = createServer((socket) => {
    asked += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  objects = renderCluster(clusterInput({})).map((object) => {
    const spec = object.spec as object | undefined;
    if (object.kind === "LocalCluster")
      return { ...object, spec: { ...spec, controlPlaneEndpoint: { host: "127.0.0.1", port } } };
    const status = { initialization: { controlPlaneInitialized: true } };
    return object.kind === "LocalControlPlane" ? { ...object, status } : object;
  });
});
afterEach(async () => {
  workloads.close();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true, force: true });
});

/** What an informer would have: the rendered objects of a kind. */
function informer(kind: string): Informer {
  const list = () => objects.filter((object) => object.kind === kind);
  return {
    synced: Promise.resolve(),
    list,
    get: (key) => list().find((object) => objectKey(object) === key),
    stop: () => {},
  };
}

function ask(signal: AbortSignal): Promise<void> {
  const informers: LocalInformers = {
    clusters: informer("Cluster"),
    machines: informer("Machine"),
    localClusters: informer("LocalCluster"),
    localControlPlanes: informer("LocalControlPlane"),
    localMachines: informer("LocalMachine"),
  };
  const pkis = new ClusterPkis(dir, systemClock);
  return allAnswer({ informers, pkis, workloads, log: createLog("silent") }, signal);
}

const untilAsked = (times: number) => vi.waitUntil(() => asked >= times, { timeout: 5000 });

test("a cluster that does not answer is asked until the hold is over, and not longer", async () => {
  const hold = new AbortController();
  const over = ask(hold.signal);
  await untilAsked(2);
  hold.abort();
  await expect(over).resolves.toBeUndefined();
});

test("a cluster that is deleted meanwhile is not waited for", async () => {
  const over = ask(new AbortController().signal);
  await untilAsked(1);
  objects = objects.filter((object) => object.kind !== "LocalControlPlane");
  await expect(over).resolves.toBeUndefined();
});
