import { eq } from "drizzle-orm";
import { z } from "zod";
import { inSystem, inTenant } from "@/server/db/client";
import { clusters } from "@/server/db/schema";
import type { AssetState } from "@/server/domain/assets";
import { clusterNamespace, labels } from "@/server/domain/cluster/kube-names";
import { infrastructureGroup } from "@/server/domain/cluster/render-capi";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import type { ManagementPlaneView } from "@/server/domain/system/views";
import { createLog } from "@/server/platform/log/log";
import type { ProcessStatus } from "@/server/platform/process/types";
import { reconcileCluster } from "@/server/reconcilers/cluster/reconcile";
import { emptyMemory, type ClusterReconcilerDeps } from "@/server/reconcilers/cluster/ports";
import { authenticateAgent, issueAgentToken } from "@/server/services/agent/identity";
import { saveReport } from "@/server/services/agent/reports";
import { createCluster } from "@/server/services/cluster/create";
import { getCluster, listOperations } from "@/server/services/cluster/read";
import { syncBundledPacks } from "@/server/services/pack/sync-bundled";
import { createProfile, publishVersion } from "@/server/services/profile/write";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { PlaneStore } from "./plane-store";

const ready = { type: "Ready", status: "True", reason: "Ready", message: "" };
const planeReady = { state: "ready" as const, message: "", versions: { kubernetes: "1.37.2" } };
const agentRuns = { state: "running" as const, startedAt: null };

const machineTemplate = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({ version: z.string(), infrastructureRef: z.object({ name: z.string() }) }),
    }),
  }),
});

/** The cluster's reconciler on a real database; management plane and agents are played. */
export class ClusterStage {
  plane = new PlaneStore();
  /** The tokens that agents were started with. */
  tokens: string[] = [];
  /** The agents that run, with their kubeconfigs. */
  running = new Map<string, string>();
  /** What the supervisor says of them. */
  agentProcess: Pick<ProcessStatus, "state" | "startedAt"> = agentRuns;
  connected = false;
  /** How often agents were told of a new desired state. */
  pushed = 0;
  /** What somebody does while a run is under way. */
  meanwhile: () => Promise<unknown> = async () => {};
  assets: AssetState[] = [];
  /** The deferred programs that a cluster asked for. */
  needed: string[] = [];
  managementPlane: ManagementPlaneView = planeReady;
  memory = emptyMemory();
  private count = 0;

  private constructor(
    readonly services: TestServices,
    readonly tenant: TestTenant,
    readonly profileVersionId: string,
  ) {}

  /** A fresh database with a tenant and a published profile. */
  static async open(): Promise<ClusterStage> {
    const services = await createTestServices();
    const loaded = await loadBundledPacks("packs", createLog("silent"));
    await syncBundledPacks(services.deps, loaded);
    const tenant = await services.newTenant();
    const { projectId, admin } = tenant;
    const layers = sampleLayers(loaded.map((l) => l.pack));
    const { versionId } = await createProfile(admin, { projectId, name: "stack", layers });
    await publishVersion(admin, { versionId, revision: 1, version: "1.0.0" });
    return new ClusterStage(services, tenant, versionId);
  }

  close(): Promise<void> {
    return this.services.close();
  }

  /** Another world for the next test; the database stays. */
  clear(): void {
    this.plane = new PlaneStore();
    this.tokens = [];
    this.running = new Map();
    this.agentProcess = agentRuns;
    this.connected = false;
    this.pushed = 0;
    this.meanwhile = async () => {};
    this.assets = [];
    this.needed = [];
    this.managementPlane = planeReady;
    this.memory = emptyMemory();
  }

  /** Asks for a cluster with one control-plane node and two workers. */
  async deploy(profileVersionId = this.profileVersionId): Promise<string> {
    this.count += 1;
    const pools = [
      { name: "control-plane", role: "control-plane" as const, size: 1 },
      { name: "workers", role: "worker" as const, size: 2 },
    ];
    const { projectId, admin } = this.tenant;
    const name = `c-${this.count}`;
    return (await createCluster(admin, { projectId, name, profileVersionId, pools })).clusterId;
  }

  /** One run; a second has passed since the one before. */
  run(id: string, signal = new AbortController().signal) {
    this.services.clock.advance(1_000);
    const item = { kind: "cluster" as const, tenantId: this.tenant.tenantId, id };
    return reconcileCluster(this.deps(), item, signal);
  }

  private deps(): ClusterReconcilerDeps {
    const ports = {
      ...this.services.deps.ports,
      assets: {
        states: () => this.assets,
        retry: () => {},
        need: (name: string, version: string) => void this.needed.push(`${name} ${version}`),
        prepare: () => {},
        pause: () => {},
      },
      managementPlane: () => this.managementPlane,
      agents: {
        connected: () => this.connected,
        desiredChanged: () => void (this.pushed += 1),
        retry: () => {},
      },
    };
    return {
      services: { ...this.services.deps, ports },
      plane: () => this.plane.asClient(),
      memory: this.memory,
      agents: {
        status: (clusterId) => (this.running.has(clusterId) ? this.agentStatus() : undefined),
        serves: (clusterId, kubeconfig) => this.running.get(clusterId) === kubeconfig,
        start: async ({ clusterId, token, kubeconfig }) => {
          await this.meanwhile();
          this.tokens.push(token);
          this.running.set(clusterId, kubeconfig);
          const startedAt = this.services.clock.now().toISOString();
          this.agentProcess = { state: "running", startedAt };
        },
        stop: async (clusterId) => void this.running.delete(clusterId),
      },
    };
  }

  private agentStatus() {
    return { restarts: 0, message: "", ...this.agentProcess } as ProcessStatus; // all that is read
  }

  /** Plays Cluster API and the provider: everything that was asked for is there. */
  machinesComeUp(id: string, workers = 2, kubeconfig = "secret-kubeconfig"): void {
    const { plane } = this;
    const namespace = clusterNamespace(id);
    plane.setStatus("LocalCluster", { conditions: [ready] });
    plane.setStatus("LocalControlPlane", {
      initialization: { controlPlaneInitialized: true },
      readyReplicas: 1,
      version: "v1.37.2",
      conditions: [ready],
    });
    const [cluster] = [...plane.objects.values()].filter((o) => o.kind === "Cluster");
    const secret = { name: `${cluster?.metadata.name}-kubeconfig`, namespace };
    const data = { value: Buffer.from(kubeconfig).toString("base64") };
    void plane.apply({ apiVersion: "v1", kind: "Secret", metadata: secret, data });
    const asked = [...plane.objects.values()].find((o) => o.kind === "MachineDeployment");
    const { version, infrastructureRef } = machineTemplate.parse(asked).spec.template.spec;
    const annotations = { "cluster.x-k8s.io/cloned-from-name": infrastructureRef.name };
    for (let i = 0; i < workers; i += 1) {
      const metadata = { name: `w-${i}`, namespace, labels: { [labels.pool]: "workers" } };
      const machine = { apiVersion: "cluster.x-k8s.io/v1beta2", kind: "Machine", metadata };
      void plane.apply({ ...machine, spec: { version } });
      const local = { apiVersion: `${infrastructureGroup}/v1alpha1`, kind: "LocalMachine" };
      void plane.apply({ ...local, metadata: { ...metadata, annotations } });
    }
    plane.setStatus("Machine", { conditions: [{ type: "NodeReady", status: "True" }] });
  }

  /** Plays the agent: it reports every layer of this generation as ready. */
  async layersAreReady(id: string, generation: number): Promise<void> {
    const { layers } = await getCluster(this.tenant.admin, { clusterId: id });
    const status = (layer: (typeof layers)[number]) => ({
      layerId: layer.id,
      name: layer.name,
      state: "Ready" as const,
      reason: "Ready",
      message: "",
      startedAt: null,
      finishedAt: null,
      attempt: 1,
      version: layer.version,
      digest: "d",
      releases: [],
    });
    const { deps } = this.services;
    const { tenantId } = this.tenant;
    const token = await inTenant(deps.db, tenantId, (tx) => issueAgentToken(tx, tenantId, id));
    const identity = await authenticateAgent(deps, token);
    if (!identity) throw new Error("The agent's token is unknown.");
    const data = { generation, layers: layers.map(status) };
    const report = { type: "report", kind: "layers", revision: 1 } as const;
    await saveReport(this.services.deps, identity, { ...report, data });
  }

  /** From nothing to Running. */
  async bringUp(id: string): Promise<void> {
    await this.run(id);
    this.machinesComeUp(id);
    await this.run(id);
    this.connected = true;
    await this.layersAreReady(id, 1);
    await this.run(id);
  }

  cluster(id: string) {
    return getCluster(this.tenant.admin, { clusterId: id });
  }

  /** The cluster's operations, the newest first. */
  operations(id: string) {
    return listOperations(this.tenant.admin, { clusterId: id });
  }

  async row(id: string) {
    const of = eq(clusters.id, id);
    const rows = await inSystem(this.services.deps.db, (tx) =>
      tx.select().from(clusters).where(of),
    );
    return rows[0];
  }
}
