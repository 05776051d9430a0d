import { fitToLimit } from "@/server/domain/agent/fit";
import type { LayersReport } from "@/server/domain/agent/layer-status";
import type { HeartbeatSummary, ReportMessage } from "@/server/domain/agent/messages";
import type { EventReport, KubernetesReport, NodeReport } from "@/server/domain/agent/reports";
import { clip } from "@/server/domain/agent/text";
import { messageOf } from "@/server/domain/errors/app-error";
import type { RenderedLayer } from "@/server/domain/profile/types";
import type { Log } from "@/server/platform/log/log";
import type { KubeClient } from "@/server/kube/client";
import { textAt } from "@/server/kube/object";
import type { Bell } from "@/server/agent/bell";
import type { ObjectKind } from "@/server/kube/types";
import { watchKind, type WatchSink } from "@/server/kube/watch";
import { Collection } from "./collection";
import { reduceEvent, reduceNode, reduceWorkload, type ReducedWorkload } from "./reduce";
import type { ReportSource } from "./sender";

type Kind = ReportMessage["kind"];

/** Where the monitor looks and whom it tells. */
export interface MonitorDeps {
  api: KubeClient;
  /** Rung at each sign of a workload; the installer's gates listen. */
  bell: Bell;
  /** Undefined while the agent does not know yet what is wanted. */
  layers: () => LayersReport | undefined;
  /** The layers that are wanted now: they tell which release belongs to which layer. */
  wanted: () => readonly RenderedLayer[];
  onChange: (kind: Kind) => void;
  log: Log;
}

const workloads: ObjectKind[] = [
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "apps/v1", kind: "StatefulSet" },
  { apiVersion: "apps/v1", kind: "DaemonSet" },
  { apiVersion: "batch/v1", kind: "Job" },
  { apiVersion: "batch/v1", kind: "CronJob" },
];
const maxEvents = 500;
const shownEvents = 200;
const probeTimeoutMs = 3000;

/** Watches the cluster and knows what every report says now. */
export class Monitor {
  readonly #deps: MonitorDeps;
  readonly #nodes: Collection<NodeReport>;
  readonly #workloads: Collection<ReducedWorkload>[];
  readonly #events: Collection<EventReport>;
  #probed = false;
  #kubernetes: KubernetesReport = { version: "", platform: "", ready: false, message: "" };

  constructor(deps: MonitorDeps) {
    this.#deps = deps;
    this.#nodes = new Collection(reduceNode, () => deps.onChange("nodes"));
    const changed = () => deps.onChange("workloads");
    this.#workloads = workloads.map(() => new Collection(reduceWorkload, changed));
    this.#events = new Collection(reduceEvent, () => deps.onChange("events"), maxEvents);
  }

  /** Watches until the signal fires. */
  async start(stop: AbortSignal): Promise<void> {
    const { api, bell, log } = this.#deps;
    const watch = (kind: ObjectKind, sink: WatchSink) => watchKind(api, { kind, sink, log, stop });
    await Promise.all([
      watch({ apiVersion: "v1", kind: "Node" }, this.#nodes),
      watch({ apiVersion: "v1", kind: "Event" }, this.#events),
      ...workloads.flatMap((kind, n) => {
        const collection = this.#workloads[n];
        return collection === undefined ? [] : [watch(kind, ringing(collection, bell))];
      }),
    ]);
  }

  /** Asks the API server how it is. */
  async probe(): Promise<void> {
    const before = JSON.stringify(this.#kubernetes);
    const get = (path: string) =>
      this.#deps.api.connection.request({ method: "GET", path, timeoutMs: probeTimeoutMs });
    try {
      const version = await get("/version");
      await get("/readyz");
      this.#kubernetes = {
        version: clip(textAt(version, "gitVersion"), 64),
        platform: clip(textAt(version, "platform"), 64),
        ready: true,
        message: "",
      };
    } catch (error) {
      const message = clip(messageOf(error), 1024);
      this.#kubernetes = { ...this.#kubernetes, ready: false, message };
    }
    this.#probed = true;
    if (JSON.stringify(this.#kubernetes) !== before) this.#deps.onChange("kubernetes");
  }

  /** The few figures of a heartbeat. */
  summary(): HeartbeatSummary {
    const nodes = this.#nodes.values();
    const { generation, layers } = this.#deps.layers() ?? { generation: 0, layers: [] };
    return {
      kubernetesVersion: this.#kubernetes.version,
      apiReady: this.#kubernetes.ready,
      nodes: { ready: nodes.filter((node) => node.ready).length, total: nodes.length },
      layers: {
        ready: layers.filter((layer) => layer.state === "Ready").length,
        failed: layers.filter((layer) => layer.state === "Error").length,
        total: layers.length,
      },
      generation,
      memoryBytes: process.memoryUsage.rss(),
    };
  }

  /** One source per kind. Layers are told fastest: a person watches them. */
  sources(): ReadonlyMap<Kind, ReportSource> {
    return new Map<Kind, ReportSource>([
      ["layers", { everyMs: 250, read: () => this.#layersReport() }],
      ["nodes", { everyMs: 1000, read: () => this.#nodesReport() }],
      ["workloads", { everyMs: 1000, read: () => this.#workloadsReport() }],
      ["events", { everyMs: 1000, read: () => this.#eventsReport() }],
      ["kubernetes", { everyMs: 1000, read: () => this.#kubernetesReport() }],
    ]);
  }

  #kubernetesReport() {
    if (!this.#probed) return undefined;
    return { kind: "kubernetes" as const, total: 1, data: this.#kubernetes };
  }

  #layersReport() {
    const data = this.#deps.layers();
    if (data === undefined) return undefined;
    return { kind: "layers" as const, total: data.layers.length, data };
  }

  #nodesReport() {
    if (!this.#nodes.synced) return undefined;
    const all = this.#nodes.values().sort((a, b) => a.name.localeCompare(b.name));
    return { kind: "nodes" as const, total: all.length, data: fitToLimit(all) };
  }

  #workloadsReport() {
    if (!this.#workloads.every((collection) => collection.synced)) return undefined;
    const layers = this.#deps.wanted();
    const byId = new Map(layers.map((layer) => [layer.layerId, layer.name]));
    const byRelease = new Map<string, string>(
      layers.flatMap((layer) =>
        layer.releases.flatMap(({ namespace, releaseName, formerName = releaseName }) =>
          [releaseName, formerName].map((name): [string, string] => [
            `${namespace}/${name}`,
            layer.name,
          ]),
        ),
      ),
    );
    const all = this.#workloads
      .flatMap((collection) => collection.values())
      .map(({ report, release, layerId }) => ({
        ...report,
        layer: byId.get(layerId) ?? byRelease.get(release) ?? null,
      }))
      .sort((a, b) => placeOf(a).localeCompare(placeOf(b)));
    return { kind: "workloads" as const, total: all.length, data: fitToLimit(all) };
  }

  #eventsReport() {
    if (!this.#events.synced) return undefined;
    const all = this.#events.values().sort((a, b) => b.lastSeen.localeCompare(a.lastSeen));
    const data = fitToLimit(all.slice(0, shownEvents));
    return { kind: "events" as const, total: all.length, data };
  }
}

function placeOf(workload: { namespace: string; kind: string; name: string }): string {
  return `${workload.namespace}/${workload.kind}/${workload.name}`;
}

/** Rings at every message of a watch, also when the reduced form stays the same. */
function ringing(sink: WatchSink, bell: Bell): WatchSink {
  return {
    replace: (objects) => {
      sink.replace(objects);
      bell.ring();
    },
    upsert: (object) => {
      sink.upsert(object);
      bell.ring();
    },
    remove: (object) => {
      sink.remove(object);
      bell.ring();
    },
  };
}
