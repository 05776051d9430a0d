import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { ReportMessage } from "@/server/domain/agent/messages";
import { cachedBinaries, untilTrue } from "@/server/kube/testing/start-control-plane";
import { createLog } from "@/server/platform/log/log";
import { startTunnel, type TunnelFixture } from "@/server/tunnel/testing/tunnel-fixture";
import { runAgent } from "./agent";
import { startAgentCluster, writeTestPack } from "./testing/agent-cluster";
import { layer } from "./testing/layer";

const token = "lat_hunter2hunter2hunter2";
const clusterId = "cls_1";
const wait = { timeout: 30_000, interval: 20 };
let cluster: Awaited<ReturnType<typeof startAgentCluster>>;
let packFolder: string;
let helm: string;
const cleanUps: (() => Promise<void>)[] = [];

beforeAll(async () => {
  packFolder = writeTestPack();
  helm = await cachedBinaries("helm", "4.3.1");
  cluster = await startAgentCluster();
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(async () => {
  await cluster.stop();
  rmSync(packFolder, { recursive: true, force: true });
});

async function openTunnel(port = 0): Promise<TunnelFixture> {
  const fixture = await startTunnel({ heartbeatMs: 200, batchMs: 10 }, port);
  fixture.ports.addAgent(clusterId, token);
  fixture.ports.packs.set("sha256:web", packFiles());
  cleanUps.push(fixture.stop);
  return fixture;
}

function startAgent(url: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "lamina-agent-"));
  const lines: string[] = [];
  const log = createLog("debug", { write: (line: string) => void lines.push(line) });
  const stop = new AbortController();
  const access = { url: new URL(url), token };
  const kubeconfig = cluster.kubeconfigFile;
  const config = { access, clusterId, kubeconfig, helm, folder, readyTimeoutMs: 60_000 };
  const running = runAgent({ ...config, logLevel: "debug" }, "0.1.0", log, stop.signal);
  cleanUps.push(async () => {
    stop.abort();
    await running;
    rmSync(folder, { recursive: true, force: true });
  });
  return lines;
}

function packFiles(): Record<string, string> {
  const files = readdirSync(packFolder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map((file) => {
        const full = path.join(file.parentPath, file.name);
        return [path.relative(packFolder, full), readFileSync(full).toString("base64")];
      }),
  );
}

function latest<K extends ReportMessage["kind"]>(fixture: TunnelFixture, kind: K) {
  return fixture.ports.reports.findLast(
    (report): report is Extract<ReportMessage, { kind: K }> => report.kind === kind,
  );
}

const wanted = (namespace: string, generation: number) => ({
  generation,
  kubernetesVersion: "1.37.2",
  layers: [
    layer(namespace, {
      releases: [
        {
          releaseName: "web",
          namespace,
          chart: {
            source: "bundled" as const,
            name: "web",
            version: "1.0.0",
            path: "charts/web",
            packDigest: "sha256:web",
          },
          values: { password: "swordfish" },
        },
      ],
    }),
  ],
});

test("an agent connects, fetches the pack, installs the layer and reports what it sees", async () => {
  const fixture = await openTunnel();
  fixture.ports.desiredNow = wanted("shop", 7);
  const lines = startAgent(fixture.url);
  await vi.waitFor(() => {
    const report = latest(fixture, "layers");
    expect(report?.data).toMatchObject({
      generation: 7,
      layers: [{ name: "shop", state: "Ready" }],
    });
  }, wait);
  await vi.waitFor(() => {
    expect(latest(fixture, "nodes")?.data).toMatchObject([{ name: "worker-1", simulated: true }]);
    const web = latest(fixture, "workloads")?.data.find((w) => w.namespace === "shop");
    expect(web).toMatchObject({ kind: "Deployment", layer: "shop", ready: 1, desired: 1 });
    expect(latest(fixture, "events")?.data.length).toBeGreaterThan(0);
    expect(fixture.ports.batches.at(-1)).toHaveLength(1);
  }, wait);
  const everything = lines.join("") + fixture.logLines.join("");
  expect(everything).not.toContain(token);
  expect(everything).not.toContain("swordfish");
  expect(JSON.stringify(fixture.ports.reports)).not.toContain("swordfish");
});

test("after the server was away the agent is back and tells everything anew", async () => {
  const first = await openTunnel();
  const { port } = new URL(first.url);
  startAgent(first.url);
  await vi.waitFor(() => expect(first.tunnel.connected(clusterId)).toBe(true), wait);
  cleanUps.splice(0, 1);
  await first.stop();
  const second = await openTunnel(Number(port));
  await vi.waitFor(() => expect(latest(second, "nodes")?.data).toHaveLength(1), wait);
});

test("a change of the wish reaches the cluster while the agent is connected", async () => {
  const fixture = await openTunnel();
  fixture.ports.desiredNow = { generation: 1, kubernetesVersion: "1.37.2", layers: [] };
  startAgent(fixture.url);
  await vi.waitFor(() => expect(latest(fixture, "layers")?.data.layers).toEqual([]), wait);
  fixture.ports.desiredNow = wanted("later", 2);
  fixture.tunnel.notify(clusterId);
  await vi.waitFor(() => {
    expect(latest(fixture, "layers")?.data).toMatchObject({
      generation: 2,
      layers: [{ state: "Ready" }],
    });
  }, wait);
});

test("an agent killed in the middle of Helm leaves no Helm behind; the next one finishes the work", async () => {
  const fixture = await openTunnel();
  fixture.ports.desiredNow = {
    generation: 1,
    kubernetesVersion: "1.37.2",
    layers: [layer("cut", { releases: [hookedRelease("cut")] })],
  };
  const folder = mkdtempSync(path.join(tmpdir(), "lamina-agent-"));
  const child = spawn("tsx", ["server/agent/main.ts"], {
    env: {
      ...process.env,
      LAMINA_AGENT_SERVER: fixture.url,
      LAMINA_AGENT_TOKEN: token,
      LAMINA_AGENT_CLUSTER_ID: clusterId,
      LAMINA_AGENT_KUBECONFIG: cluster.kubeconfigFile,
      LAMINA_AGENT_HELM: helm,
      LAMINA_AGENT_DATA: folder,
    },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const pid = child.pid ?? 0;
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const job = { apiVersion: "batch/v1", kind: "Job", namespace: "cut", name: "before" };
  await untilTrue(
    async () => (await cluster.client.find(job)) !== undefined,
    30_000,
    "the hook runs",
  );
  process.kill(-pid, "SIGKILL");
  await untilTrue(() => helmProcesses(folder) === 0, 15_000, "Helm is gone");
  expect(output).not.toContain(token);
  expect(output).not.toContain("swordfish");

  fixture.ports.desiredNow = wanted("cut", 2);
  startAgent(fixture.url);
  await vi.waitFor(() => {
    const report = latest(fixture, "layers");
    expect(report?.data).toMatchObject({
      generation: 2,
      layers: [{ name: "cut", state: "Ready" }],
    });
  }, wait);
  rmSync(folder, { recursive: true, force: true });
});

/** A release whose hook never ends, because no node can run its pod. */
function hookedRelease(namespace: string) {
  const job = `
apiVersion: batch/v1
kind: Job
metadata: {name: before, annotations: {helm.sh/hook: pre-install}}
spec:
  template:
    spec:
      restartPolicy: Never
      nodeSelector: {gpu: "yes"}
      containers: [{name: a, image: a}]
`;
  const chart = {
    source: "generated" as const,
    name: "hooked",
    version: "1.0.0",
    files: {
      "Chart.yaml": "apiVersion: v2\nname: hooked\nversion: 1.0.0\n",
      "templates/job.yaml": job,
    },
  };
  return { releaseName: "web", namespace, chart, values: { password: "swordfish" } };
}

/** Helm programs that work for the agent of this folder. */
function helmProcesses(folder: string): number {
  return readdirSync("/proc").filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8");
      return command.startsWith(helm) && command.includes(folder);
    } catch {
      return false; // it ended meanwhile
    }
  }).length;
}
