import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createKubeClient } from "@/server/kube/client";
import { cachedBinaries } from "@/server/kube/testing/start-control-plane";
import { createLog } from "@/server/platform/log/log";
import { testPortRange } from "@/server/platform/ports/testing/test-ports";
import { createPortRegistry } from "@/server/platform/ports/ports";
import { createSupervisor, type Supervisor } from "@/server/platform/process/supervisor";
import { createManagementPlane, type ManagementPlane } from "./management-plane";

let dir: string;
let supervisor: Supervisor;
let plane: ManagementPlane;
const log = createLog(process.env.LAMINA_TEST_LOG ?? "silent");

async function startConsole(binaries = cachedBinaries) {
  supervisor = await createSupervisor({
    logDir: path.join(dir, "logs"),
    ledgerFile: path.join(dir, "processes.json"),
    log,
  });
  plane = createManagementPlane({
    supervisor,
    binaries,
    ports: createPortRegistry(path.join(dir, "ports.json"), testPortRange()),
    dataDir: path.join(dir, "management-plane"),
    log,
    providerObjects: [],
    unsafeNoFsync: true,
  });
  plane.start();
}
async function stopConsole() {
  await plane.stop();
  await supervisor.stopAll();
}
const client = () => createKubeClient(plane.kubeconfig() ?? "");
const named = { apiVersion: "cluster.x-k8s.io/v1beta2", kind: "Cluster" };
const infrastructureRef = { apiGroup: "infrastructure.cluster.x-k8s.io", kind: "X", name: "a" };
const cluster = (podRange: string) => ({
  ...named,
  metadata: { name: "a", namespace: "default" },
  spec: { infrastructureRef, clusterNetwork: { pods: { cidrBlocks: [podRange] } } },
});

/** How many TCP sockets a process listens on, as the kernel tells. */
function listenersOf(pid: number): number {
  const listening = ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A")
      .map((fields) => fields[9]),
  );
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ""; // closed since the folder was read
    }
  });
  return open.filter((link) => listening.some((inode) => link === `socket:[${inode}]`)).length;
}

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "lamina-mgmt-"));
});
afterAll(async () => {
  await stopConsole();
  rmSync(dir, { recursive: true, force: true });
});

test("it waits for its programs by name, then starts, keeps its data and recovers", async () => {
  let complete = false;
  await startConsole((name, version) =>
    complete || name !== "cluster-api-core"
      ? cachedBinaries(name, version)
      : Promise.reject(new Error("cluster-api-core 1.14.2 is being built")),
  );
  await vi.waitFor(() => expect(plane.status().state).toBe("waiting-for-assets"), 5000);
  expect(plane.status()).toMatchObject({
    message: "cluster-api-core 1.14.2 is being built",
    processes: [],
  });
  complete = true;
  plane.reconcile();
  await plane.ready();
  expect(plane.status()).toMatchObject({ state: "ready", message: "Ready" });
  expect(plane.status().processes).toHaveLength(4);
  // Cluster API listens for its webhooks and its health, and serves its metrics to nobody.
  const claimed = Object.keys(
    createPortRegistry(path.join(dir, "ports.json"), testPortRange()).all(),
  );
  expect(claimed.filter((name) => name.includes("/capi-")).sort()).toEqual([
    expect.stringContaining("capi-health"),
    expect.stringContaining("capi-webhook"),
  ]);
  const core = supervisor.list().find((process) => process.id.endsWith("/cluster-api-core"));
  if (process.platform === "linux") expect(listenersOf(core?.pid ?? 0)).toBe(2);

  const apply = { fieldManager: "test" };
  await client().apply(cluster("10.1.0.0/16"), apply);
  // The webhooks answer: a wrong range is refused by Cluster API, not by the schema.
  const wrong = cluster("10.1.0.0/99");
  await expect(client().apply(wrong, apply)).rejects.toMatchObject({ code: "INVALID" });
  // So does conversion: written in the old version, read in the new one.
  const rule = {
    apiVersion: "cluster.x-k8s.io/v1beta1",
    kind: "MachineDrainRule",
    metadata: { name: "skip", namespace: "default" },
    spec: { drain: { behavior: "Skip" } },
  };
  await client().create(rule);
  const ref = { ...named, kind: "MachineDrainRule", namespace: "default", name: "skip" };
  expect((await client().get(ref)).spec).toEqual({ drain: { behavior: "Skip" } });

  await stopConsole();
  expect(supervisor.list().filter((process) => process.pid !== null)).toEqual([]);
  await startConsole();
  await plane.ready();
  expect(await client().find({ ...named, namespace: "default", name: "a" })).toBeDefined();

  const api = supervisor.get("management-plane/kube-apiserver");
  process.kill(api?.pid ?? 0, "SIGKILL");
  const degraded = { state: "degraded", message: expect.stringContaining("ended by SIGKILL") };
  await vi.waitFor(() => expect(plane.status()).toMatchObject(degraded), { timeout: 10_000 });
  await plane.ready();
  expect(supervisor.get("management-plane/kube-apiserver")?.restarts).toBe(1);
});
