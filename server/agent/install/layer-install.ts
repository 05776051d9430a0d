import type { RenderedLayer, RenderedRelease } from "@/server/domain/profile/types";
import type { Log } from "@/server/platform/log/log";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { Helm } from "@/server/agent/helm/helm";
import { redact, secretsOf } from "@/server/agent/helm/redact";
import type { KubeClient } from "@/server/kube/client";
import { nameOf } from "@/server/kube/object";
import { refOf, type KubeObject, type ObjectKind } from "@/server/kube/types";
import type { Bell } from "@/server/agent/bell";
import { isKubeError } from "@/server/kube/errors";
import { applyFoundations, applyObjects, manifestObjects } from "./apply";
import type { StatusBoard } from "./board";
import type { Charts } from "./charts";
import { Finished } from "./finished";
import { passGate } from "./gate";
import { inventoryOf, leftOver, union, type Inventory, type InventoryStore } from "./inventory";
import { tellKept } from "./kept";
import { kindsOf, placed, unknownKind } from "./kinds";
import { ensureNamespaces, namespacesOf, unmarkNamespaces } from "./namespaces";
import { failureOf, patiently } from "./patience";
import { isCurrent, ReleaseRun, type ReleaseContext } from "./release-run";
import type { ObservedRelease, Releases } from "./releases";
import { removeListed } from "./removal";

/** What installing needs. */
export interface InstallDeps {
  api: KubeClient;
  helm: Helm;
  charts: Charts;
  releases: Releases;
  inventories: InventoryStore;
  board: StatusBoard;
  /** Rung when a watch saw a workload change. */
  bell: Bell;
  readyTimeoutMs: number;
  log: Log;
}

/** What the cluster holds at the start of a run. */
export interface Observed {
  releases: ReadonlyMap<string, ObservedRelease>;
  inventories: ReadonlyMap<string, Inventory>;
}

/** True when every release of the layer is in the cluster with this chart and these values. */
export function isInstalled(layer: RenderedLayer, observed: Observed): boolean {
  return (
    observed.inventories.has(layer.layerId) &&
    layer.releases.every((release) => isCurrent(release, layer, observed.releases))
  );
}

/** An operating system or Kubernetes itself is not installed by the agent: there is only something to check. */
export function bringsNothing(layer: RenderedLayer): boolean {
  return layer.manifests.length === 0 && namespacesOf(layer).length === 0;
}

/** What of the other layers matters to one. */
export interface Neighbours {
  /** What they hold or will hold: it is theirs, so this layer does not remove it. */
  planned: readonly Inventory[];
  /** True while one of the same group is at work that may bring this kind, or any kind. */
  mayBring(kind?: ObjectKind): boolean;
}

/** Brings one layer into the cluster and waits until it is ready. Never throws but when the API is gone. */
export async function installLayer(
  deps: InstallDeps,
  layer: RenderedLayer,
  observed: Observed,
  neighbours: Neighbours,
  signal: AbortSignal,
): Promise<boolean> {
  const { board, log } = deps;
  const { layerId, name } = layer;
  const secrets = secretsOf(layer.releases.map((release) => release.values));
  try {
    await new LayerRun(deps, layer, observed, neighbours, signal).run();
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    const failure = failureOf(error, { what: name, secrets });
    if (!(failure instanceof LayerFailure)) throw failure;
    const { code, reason, passing } = failure;
    const message = redact(failure.message, secrets);
    log.warn({ layerId, layer: name, code, reason, passing, message }, "layer failed");
    board.change(layerId, { state: "Error", reason, code, message });
    return false;
  }
}

/** One pass over one layer. */
class LayerRun {
  readonly #deps: InstallDeps;
  readonly #layer: RenderedLayer;
  readonly #observed: Observed;
  readonly #neighbours: Neighbours;
  readonly #signal: AbortSignal;
  readonly #finished: Finished;
  #started = false;
  #remembered: string;
  readonly #kept: string[] = [];

  constructor(
    deps: InstallDeps,
    layer: RenderedLayer,
    observed: Observed,
    neighbours: Neighbours,
    signal: AbortSignal,
  ) {
    this.#deps = deps;
    this.#layer = layer;
    this.#observed = observed;
    this.#neighbours = neighbours;
    this.#signal = signal;
    const own = observed.inventories.get(layer.layerId);
    // Under a new id the layer takes over what is there, and what has ended already.
    const marks = [...observed.inventories.values(), own].map((i) => i?.finished);
    this.#finished = new Finished(Object.assign({}, ...marks));
    this.#remembered = JSON.stringify(own);
  }

  async run(): Promise<void> {
    const { api } = this.#deps;
    const layer = this.#layer;
    const objects = manifestObjects(layer);
    const before = this.#observed.inventories.get(layer.layerId);
    if (before === undefined && bringsNothing(layer)) return this.#gate([]);
    if (!isInstalled(layer, this.#observed)) this.#start(`Installing ${layer.name}`);
    const planned = inventoryOf(layer, (await this.#placedNow(objects)).map(refOf));
    await this.#remember(union(before, planned));
    if (before !== undefined) {
      // A release with another name would hold the objects that the new one wants.
      const stale = leftOver(before, [planned, ...this.#neighbours.planned]);
      await this.#removeStale({ ...stale, objects: [], namespaces: [] });
    }
    const order = { secrets: secretsOf(objects), signal: this.#signal, onRetry: this.#say };
    await ensureNamespaces(api, layer, order);
    await applyFoundations(api, objects, order);
    const released: KubeObject[] = [];
    for (const release of layer.releases) released.push(...(await this.#release(release)));
    const ready = await this.#placed(objects);
    const refs = ready.map(refOf);
    await this.#remember(union(before, inventoryOf(layer, refs)));
    if (ready.length > 0) this.#say(`Applying ${ready.length} objects`);
    await applyObjects(api, ready, this.#finished, order);
    const all = [...released, ...ready];
    const final = () => inventoryOf(layer, refs, this.#finished.marksOf(all));
    if (before !== undefined) {
      const mine = inventoryOf(layer, all.map(refOf));
      await unmarkNamespaces(api, layer.layerId, leftOver(before, [mine]).namespaces);
      const stale = leftOver(before, [mine, ...this.#neighbours.planned]);
      await this.#removeStale({ ...stale, releases: [] });
    }
    await this.#remember(final());
    try {
      await this.#gate(all);
    } finally {
      if (!this.#signal.aborted) await this.#remember(final());
    }
  }

  async #removeStale(stale: Inventory): Promise<void> {
    const { api, helm, log } = this.#deps;
    const kept = await removeListed(api, helm, stale, this.#signal);
    await tellKept(api, this.#layer.name, kept, log);
    this.#kept.push(...kept.map(({ why }) => why));
  }

  /** Objects with their namespaces. Before the releases are there, kinds may be missing: those come later. */
  async #placedNow(objects: readonly KubeObject[]): Promise<KubeObject[]> {
    const { api } = this.#deps;
    const own = kindsOf(objects);
    const ready: KubeObject[] = [];
    for (const object of objects) {
      try {
        ready.push(await placed(api, object, this.#layer.namespace, own));
      } catch (error) {
        if (!isKubeError(error, "NOT_FOUND")) throw error;
      }
    }
    return ready;
  }

  /** All objects with their namespaces; one of an unknown kind is waited for while it may still come. */
  async #placed(objects: readonly KubeObject[]): Promise<KubeObject[]> {
    const { api } = this.#deps;
    const { namespace } = this.#layer;
    const own = kindsOf(objects);
    const ready: KubeObject[] = [];
    for (const object of objects) {
      const what = nameOf(refOf(object));
      const attempt = { what, secrets: [], signal: this.#signal, onRetry: this.#say };
      const one = await patiently(attempt, async () => {
        try {
          const there = await placed(api, object, namespace, own);
          await api.locate(object);
          return there;
        } catch (error) {
          throw await unknownKind(api, object, error, this.#neighbours);
        }
      });
      ready.push(one);
    }
    return ready;
  }

  #start(message: string): void {
    if (this.#started) return;
    this.#started = true;
    this.#deps.board.start(this.#layer.layerId, message);
  }

  /** Writes the inventory when it is not what the cluster has already. */
  async #remember(inventory: Inventory): Promise<void> {
    const text = JSON.stringify(inventory);
    if (text === this.#remembered) return;
    await this.#deps.inventories.save(inventory);
    this.#remembered = text;
  }

  /** Installs a release unless it is there as wanted, and names its objects. */
  async #release(release: RenderedRelease): Promise<KubeObject[]> {
    const { board } = this.#deps;
    const layer = this.#layer;
    const key = `${release.namespace}/${release.releaseName}`;
    const found = this.#observed.releases.get(key);
    const run = new ReleaseRun(this.#deps, release, this.#context);
    if (isCurrent(release, layer, this.#observed.releases) && found !== undefined) {
      const objects = await run.objectsOf(found);
      if (await run.allThere(objects)) return objects;
    }
    this.#start(`Installing ${layer.name}`);
    const current = await run.install(layer.layerId, found);
    const known = board.get(layer.layerId)?.releases ?? [];
    const rest = known.filter((r) => `${r.namespace}/${r.name}` !== key);
    const { name, namespace, revision, status } = current;
    board.change(layer.layerId, {
      state: "Installing",
      reason: "Installing",
      message: `Release ${key} is installed`,
      releases: [...rest, { name, namespace, revision, status }],
    });
    const objects = await run.objectsOf(current);
    for (const object of objects) this.#finished.created(object, undefined);
    return objects;
  }

  get #context(): ReleaseContext {
    const mayBring = () => this.#neighbours.mayBring();
    return { finished: this.#finished, mayBring, signal: this.#signal, onRetry: this.#say };
  }

  async #gate(objects: readonly KubeObject[]): Promise<void> {
    const { api, board, bell, readyTimeoutMs } = this.#deps;
    const { layerId, readinessChecks } = this.#layer;
    const wait = (waitingFor: string) =>
      board.change(layerId, { state: "Installed", reason: "WaitingForReady", waitingFor });
    const finished = this.#finished;
    const checks = readinessChecks;
    const order = { objects, checks, timeoutMs: readyTimeoutMs, finished, onWait: wait };
    await passGate(api, order, bell, this.#signal);
    board.change(layerId, { state: "Ready", reason: "Ready", message: this.#kept.join(" ") });
  }

  readonly #say = (message: string): void => {
    if (!this.#started) return;
    this.#deps.board.change(this.#layer.layerId, {
      state: "Installing",
      reason: "Installing",
      message,
    });
  };
}
