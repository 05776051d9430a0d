import { fitToLimit } from "@/server/domain/agent/fit";
import type { LayersReport } from "@/server/domain/agent/layer-status";
import type { ReportMessage } from "@/server/domain/agent/messages";
import type { EventReport, NodeReport } from "@/server/domain/agent/reports";
import type { RenderedLayer } from "@/server/domain/profile/types";
import type { Log } from "@/server/platform/log/log";
import type { KubeClient } from "@/server/kube/client";
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

/** Watches the cluster and knows what every report says now. */
export class Monitor {
  readonly #deps: MonitorDeps;
  readonly #nodes: Collection<NodeReport>;
  readonly #workloads: Collection<ReducedWorkload>[];
  readonly #events: Collection<EventReport>;

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

  /** One source per kind. Layers are told fastest: a person watches them. */
  sources(): ReadonlyMap<Kind, ReportSource> {
    return new Map<Kind, ReportSource>([
      ["layers", { everyMs: 250, read: () => this.#layersReport() }],
      ["nodes", { everyMs: 1000, read: () => this.#nodesReport() }],
      ["workloads", { everyMs: 1000, read: () => this.#workloadsReport() }],
      ["events", { everyMs: 1000, read: () => this.#eventsReport() }],
    ]);
  }

  #layersReport() {
    const data = this.#deps.layers();
    if (data === undefined) return undefined;
    return { kind: "layers" as const, data };
  }

  #nodesReport() {
    if (!this.#nodes.synced) return undefined;
    const all = this.#nodes.values().sort((a, b) => a.name.localeCompare(b.name));
    return { kind: "nodes" as const, data: fitToLimit(all) };
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
    return { kind: "workloads" as const, data: fitToLimit(all) };
  }

  #eventsReport() {
    if (!this.#events.synced) return undefined;
    const all = this.#events.values().sort((a, b) => b.lastSeen.localeCompare(a.lastSeen));
    const data = fitToLimit(all.slice(0, shownEvents));
    return { kind: "events" as const, data };
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
