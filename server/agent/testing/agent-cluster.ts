import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Helm } from "@/server/agent/helm/helm";
import { Charts } from "@/server/agent/install/charts";
import { InventoryStore } from "@/server/agent/install/inventory";
import { StatusBoard, type StatusChange } from "@/server/agent/install/board";
import { Installer } from "@/server/agent/install/installer";
import { Releases } from "@/server/agent/install/releases";
import type { PackClient } from "@/server/agent/link/pack-client";
import { Bell } from "@/server/agent/bell";
import type { LayerState, LayerStatus } from "@/server/domain/agent/layer-status";
import { createKubeClient, type KubeClient } from "@/server/kube/client";
import {
  cachedBinaries,
  startControlPlane,
  untilTrue,
  type TestControlPlane,
} from "@/server/kube/testing/start-control-plane";
import { systemClock } from "@/server/platform/clock/clock";
import { createLog } from "@/server/platform/log/log";

const stages = [
  "node-initialize",
  "node-heartbeat-with-lease",
  "pod-ready",
  "pod-complete",
  "pod-delete",
];

/** A real control plane with one node played by kwok. */
export async function startAgentCluster(): Promise<TestControlPlane & { kubeconfigFile: string }> {
  const plane = await startControlPlane();
  const kubeconfigFile = path.join(plane.dir, "kubeconfig");
  writeFileSync(kubeconfigFile, plane.kubeconfig, { mode: 0o600 });
  await plane.supervisor.ensure({
    id: "plane/kwok",
    group: "plane",
    command: await cachedBinaries("kwok", "0.8.0"),
    args: [
      `--kubeconfig=${kubeconfigFile}`,
      "--manage-all-nodes=true",
      "--node-lease-duration-seconds=40",
      "--node-port=0",
      "--server-address=",
      ...stages.map((stage) => `--config=${path.resolve("kubernetes/kwok", `${stage}.yaml`)}`),
    ],
    title: "kwok",
  });
  await addNode(plane.client, "worker-1");
  return { ...plane, kubeconfigFile };
}

/** Adds a node that kwok plays; one of the control plane takes only pods that tolerate it. */
export async function addNode(
  client: KubeClient,
  name: string,
  role: "worker" | "control-plane" = "worker",
): Promise<void> {
  const key = "node-role.kubernetes.io/control-plane";
  const labels = { "kubernetes.io/hostname": name, ...(role === "control-plane" && { [key]: "" }) };
  const capacity = { cpu: "8", memory: "16Gi", pods: "110" };
  await client.apply(
    {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels, annotations: { "kwok.x-k8s.io/node": "fake" } },
      spec: role === "control-plane" ? { taints: [{ key, effect: "NoSchedule" }] } : {},
      status: { allocatable: capacity, capacity },
    },
    { fieldManager: "test" },
  );
}

/** A running installer on a cluster. `states` lists every state a layer went through. */
export interface TestInstaller {
  installer: Installer;
  board: StatusBoard;
  logLines: string[];
  states(layerId: string): LayerState[];
  /** How often the layer was looked at with the end that it is ready. */
  looks(layerId: string): number;
  until(layerId: string, state: LayerState, timeoutMs?: number): Promise<LayerStatus>;
  stop(): Promise<void>;
}

export function startInstaller(
  kubeconfig: string,
  packs: Pick<PackClient, "folderOf">,
  options: { helm: string; readyTimeoutMs?: number },
): TestInstaller {
  const folder = mkdtempSync(path.join(tmpdir(), "lamina-agent-"));
  const logLines: string[] = [];
  const log = createLog("debug", { write: (line: string) => void logLines.push(line) });
  const api = createKubeClient(readFileSync(kubeconfig, "utf8"));
  const seen = new Map<string, LayerState[]>();
  const looks = new Map<string, number>();
  class CountingBoard extends StatusBoard {
    override change(layerId: string, change: StatusChange): void {
      super.change(layerId, change);
      if (change.state === "Ready") looks.set(layerId, (looks.get(layerId) ?? 0) + 1);
    }
  }
  const board: StatusBoard = new CountingBoard(systemClock, () => {
    for (const { layerId, state } of board.all()) {
      const states = seen.get(layerId) ?? [];
      if (states.at(-1) !== state) seen.set(layerId, [...states, state]);
    }
  });
  const helm = new Helm({ helm: options.helm, kubeconfig, folder, timeoutMs: 30_000, log });
  const charts = new Charts(helm, packs, folder);
  const readyTimeoutMs = options.readyTimeoutMs ?? 60_000;
  const releases = new Releases(api);
  const inventories = new InventoryStore(api);
  const deps = { api, helm, charts, releases, inventories, board, bell: new Bell(), log };
  const short = { firstMs: 300, maxMs: 1000 };
  const rhythm = { retry: short, unreachable: short, resyncMs: 60_000 };
  const installer = new Installer({ ...deps, readyTimeoutMs }, rhythm);
  const stop = new AbortController();
  const running = installer.start(stop.signal);
  return {
    installer,
    board,
    logLines,
    states: (layerId) => seen.get(layerId) ?? [],
    looks: (layerId) => looks.get(layerId) ?? 0,
    until: async (layerId, state, timeoutMs = 60_000) => {
      const reached = () => board.get(layerId)?.state === state;
      await untilTrue(reached, timeoutMs, `${layerId} is ${state}: ${JSON.stringify(board.all())}`);
      const status = board.get(layerId);
      if (status === undefined) throw new Error("gone again");
      return status;
    },
    stop: async () => {
      stop.abort();
      await running;
      api.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A pack folder with one chart `web`: a Deployment, a Secret from the values, and a schema. */
export function writeTestPack(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "lamina-pack-"));
  const chart = path.join(folder, "charts", "web");
  mkdirSync(path.join(chart, "templates"), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(path.join(chart, name), text);
  write("Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
  write("values.yaml", "replicas: 1\npassword: none\n");
  write(
    "values.schema.json",
    JSON.stringify({ type: "object", properties: { replicas: { type: "integer" } } }),
  );
  write(
    "templates/all.yaml",
    `apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .Release.Name }}"}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: "{{ .Release.Name }}"}}
  template:
    metadata: {labels: {app: "{{ .Release.Name }}"}}
    spec:
      containers: [{name: web, image: "web:1"}]
{{- if .Values.broken }}
---
apiVersion: v1
kind: Service
metadata: {name: "{{ .Release.Name }}"}
spec: {ports: [{port: 80, protocol: "{{ .Values.password }}"}]}
{{- end }}
---
apiVersion: v1
kind: Secret
metadata: {name: "{{ .Release.Name }}"}
stringData: {password: "{{ .Values.password }}"}
`,
  );
  return folder;
}
