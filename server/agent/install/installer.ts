import type { DesiredState } from "@/server/domain/agent/messages";
import type { LayersReport } from "@/server/domain/agent/layer-status";
import { backoff } from "@/server/domain/agent/rhythm";
import { messageOf } from "@/server/domain/errors/app-error";
import type { RenderedLayer } from "@/server/domain/profile/types";
import { LayerFailure } from "@/server/agent/helm/failure";
import { refOf, type ObjectKind, type ObjectRef } from "@/server/kube/types";
import { Bell } from "@/server/agent/bell";
import { manifestObjects } from "./apply";
import { withFormerNames } from "./former-names";
import { inventoryOf, leftOver, type Inventory } from "./inventory";
import {
  bringsNothing,
  installLayer,
  isInstalled,
  type InstallDeps,
  type Observed,
} from "./layer-install";
import { tellKept } from "./kept";
import { kindsOf } from "./kinds";
import { unmarkNamespaces } from "./namespaces";
import { failureOf } from "./patience";
import { installGroups, orderOf } from "./plan";
import { removeListed } from "./removal";

/** When the installer looks again. */
export interface InstallerRhythm {
  retry: { firstMs: number; maxMs: number };
  /** While the API server does not answer: it usually comes back soon. */
  unreachable: { firstMs: number; maxMs: number };
  /** Everything is checked this often although nothing changed: drift is found and corrected. */
  resyncMs: number;
}

/** How a run ended: all is well, a layer failed, or the cluster could not be looked at. */
type Outcome = "good" | "failed" | "unreachable";

/**
 * Keeps the cluster at the desired layers. Level-triggered: every run looks at the cluster and does what is
 * missing, so it may be killed on any line. A changed desired state or a retry starts a run at once.
 */
export class Installer {
  readonly #deps: InstallDeps;
  readonly #rhythm: InstallerRhythm;
  readonly #wake = new Bell();
  #desired: DesiredState | undefined;
  #run = new AbortController();
  #asked = false;
  #failures = 0;

  constructor(deps: InstallDeps, rhythm: InstallerRhythm) {
    this.#deps = deps;
    this.#rhythm = rhythm;
  }

  /** What the cluster shall hold. The same layers again change nothing but the generation. */
  setDesired(desired: DesiredState): void {
    const before = this.#desired;
    this.#desired = desired;
    if (before !== undefined && sameLayers(before.layers, desired.layers)) {
      if (before.generation !== desired.generation) {
        this.#deps.board.settle();
        this.#deps.board.show(identities(desired.layers));
      }
      return;
    }
    this.#failures = 0;
    this.#deps.board.startOver();
    this.#askNow();
  }

  /** Tries failed layers again now. */
  retry(): void {
    this.#failures = 0;
    this.#asked = true;
    this.#wake.ring();
  }

  /** The status of every layer and the generation it belongs to; undefined before there is a desired state. */
  report(): LayersReport | undefined {
    if (this.#desired === undefined) return undefined;
    return { generation: this.#desired.generation, layers: this.#deps.board.all() };
  }

  /** Runs until the signal fires. */
  async start(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      // A retry before there is a desired state asks for nothing: the first one starts at once.
      this.#asked = false;
      const desired = this.#desired;
      if (desired === undefined) {
        await this.#wake.wait(this.#rhythm.resyncMs, stop);
        continue;
      }
      this.#run = new AbortController();
      const signal = AbortSignal.any([stop, this.#run.signal]);
      const outcome = await this.#reconcile(desired, signal);
      if (signal.aborted || this.#asked) continue;
      await this.#wake.wait(this.#pauseAfter(outcome), stop);
    }
  }

  #pauseAfter(outcome: Outcome): number {
    if (outcome === "good") {
      this.#failures = 0;
      return this.#rhythm.resyncMs;
    }
    this.#failures += 1;
    const limits = outcome === "failed" ? this.#rhythm.retry : this.#rhythm.unreachable;
    return backoff(this.#failures, limits, Math.random());
  }

  #askNow(): void {
    this.#asked = true;
    this.#run.abort();
    this.#wake.ring();
  }

  async #reconcile(desired: DesiredState, signal: AbortSignal): Promise<Outcome> {
    const { log } = this.#deps;
    try {
      const observed = await this.#observe();
      const layers = withFormerNames(desired.layers, observed.releases);
      const { planned, complete } = plannedInventories(layers);
      const stale = staleOf(observed, layers);
      this.#deps.board.together(() => this.#showStart(layers, stale, observed));
      // With a manifest that cannot be read nobody knows what it would take over: nothing is removed.
      const removed = complete && (await this.#removeStale(stale, planned, signal));
      const installed = await this.#installAll(layers, observed, planned, signal);
      return removed && installed ? "good" : "failed";
    } catch (error) {
      if (signal.aborted) return "unreachable";
      const failure = failureOf(error, { what: "The cluster's releases", secrets: [] });
      log.warn({ error: messageOf(failure) }, "layers not looked at");
      if (!(failure instanceof LayerFailure) || failure.passing) return "unreachable";
      this.#showRefused(desired.layers, failure);
      return "failed";
    }
  }

  /** No layer can be looked at, and waiting does not help: every one says why. */
  #showRefused(layers: readonly RenderedLayer[], { code, reason, message }: LayerFailure): void {
    const { board } = this.#deps;
    board.together(() => {
      if (board.all().length === 0) board.show(identities(layers));
      for (const { layerId } of layers) {
        board.change(layerId, { state: "Error", reason, code, message });
      }
    });
  }

  async #observe(): Promise<Observed> {
    const [releases, inventories] = await Promise.all([
      this.#deps.releases.all(),
      this.#deps.inventories.all(),
    ]);
    return { releases, inventories: new Map(inventories.map((i) => [i.layerId, i])) };
  }

  /** Statuses at the start come from what was seen, so a restarted agent tells the truth at once. */
  #showStart(
    layers: readonly RenderedLayer[],
    stale: readonly Inventory[],
    observed: Observed,
  ): void {
    const { board } = this.#deps;
    board.show([...identities(layers), ...stale]);
    for (const layer of layers) {
      const status = board.get(layer.layerId);
      // What the agent does not install has no trace in the cluster; its last state is all there is.
      if (status?.state === "Ready" && bringsNothing(layer)) continue;
      if (isInstalled(layer, observed)) {
        if (status?.state === "Ready") continue;
        const releases = layer.releases.flatMap(({ namespace, releaseName }) => {
          const found = observed.releases.get(`${namespace}/${releaseName}`);
          if (found === undefined) return [];
          const { name, revision, status: word } = found;
          return [{ name, namespace, revision, status: word }];
        });
        board.change(layer.layerId, { state: "Installed", reason: "Checking", releases });
      } else if (status?.state !== "Error") {
        board.change(layer.layerId, { state: "Waiting", reason: "WaitingForTurn" });
      }
    }
  }

  async #removeStale(
    stale: readonly Inventory[],
    planned: readonly Inventory[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const { inventories, board, log } = this.#deps;
    let good = true;
    for (const inventory of [...stale].sort((a, b) => b.order - a.order)) {
      if (signal.aborted) return false;
      const { layerId, name } = inventory;
      board.start(layerId, "");
      board.change(layerId, { state: "Removing", reason: "NoLongerWanted" });
      try {
        const kept = await this.#remove(inventory, planned, signal);
        await inventories.remove(layerId);
        board.drop(layerId);
        log.info({ layerId, layer: name, kept: kept.map(({ why }) => why) }, "layer removed");
      } catch (error) {
        if (signal.aborted) return false;
        const failure = failureOf(error, { what: name, secrets: [] });
        if (!(failure instanceof LayerFailure)) throw failure;
        good = false;
        const { code, message } = failure;
        log.warn({ layerId, layer: name, code, message }, "layer not removed");
        board.change(layerId, { state: "Error", reason: "RemovalFailed", code, message });
      }
    }
    return good;
  }

  async #remove(inventory: Inventory, planned: readonly Inventory[], signal: AbortSignal) {
    const { api, helm, log } = this.#deps;
    const { layerId, name, namespaces } = inventory;
    await unmarkNamespaces(api, layerId, namespaces);
    const kept = await removeListed(api, helm, leftOver(inventory, planned), signal);
    await tellKept(api, name, kept, log);
    return kept;
  }

  async #installAll(
    layers: readonly RenderedLayer[],
    observed: Observed,
    planned: readonly Inventory[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const groups = installGroups(layers);
    for (const [index, group] of groups.entries()) {
      for (const later of groups.slice(index + 1).flat()) this.#waitFor(later, group, observed);
      const results = await Promise.allSettled(
        group.map((layer) => {
          const others = planned.filter((inventory) => inventory.layerId !== layer.layerId);
          const mayBring = (kind?: ObjectKind) => this.#mayBring(group, layer, kind);
          const neighbours = { planned: others, mayBring };
          return installLayer(this.#deps, layer, observed, neighbours, signal);
        }),
      );
      if (signal.aborted) return false;
      for (const result of results) if (result.status === "rejected") throw result.reason;
      const failed = group.filter((_, n) => !succeeded(results[n]));
      if (failed.length > 0) {
        for (const later of groups.slice(index + 1).flat()) this.#waitFor(later, failed, observed);
        return false;
      }
    }
    return true;
  }

  /** True while another layer of the group is at work whose charts or manifests may define the kind. */
  #mayBring(group: readonly RenderedLayer[], layer: RenderedLayer, kind?: ObjectKind): boolean {
    return group.some((other) => {
      const state = this.#deps.board.get(other.layerId)?.state;
      if (other === layer || state === "Ready" || state === "Error") return false;
      if (kind === undefined || other.releases.length > 0) return true;
      return kindsOf(manifestObjects(other)).has(`${kind.apiVersion}/${kind.kind}`);
    });
  }

  #waitFor(layer: RenderedLayer, group: readonly RenderedLayer[], observed: Observed): void {
    const { board } = this.#deps;
    const state = board.get(layer.layerId)?.state;
    if (isInstalled(layer, observed) || state === "Ready" || state === "Error") return;
    const waitingFor = group.map((other) => other.name).join(", ");
    board.change(layer.layerId, { state: "Waiting", reason: "WaitingForOtherLayers", waitingFor });
  }
}

function identities(layers: readonly RenderedLayer[]) {
  return [...layers]
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map(({ layerId, name, pack }) => ({
      layerId,
      name,
      version: pack.version,
      digest: pack.digest,
    }));
}

function sameLayers(a: readonly RenderedLayer[], b: readonly RenderedLayer[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Layers in the cluster that nobody wants any more. */
function staleOf(observed: Observed, layers: readonly RenderedLayer[]): Inventory[] {
  const wanted = new Set(layers.map((layer) => layer.layerId));
  return [...observed.inventories.values()].filter((inventory) => !wanted.has(inventory.layerId));
}

function succeeded(result: PromiseSettledResult<boolean> | undefined): boolean {
  return result?.status === "fulfilled" && result.value;
}

/** What the layers will hold; `complete` is false when a manifest cannot be read. */
function plannedInventories(layers: readonly RenderedLayer[]) {
  let complete = true;
  const planned = layers.map((layer): Inventory => {
    try {
      return inventoryOf(layer, plannedObjects(layer));
    } catch {
      complete = false;
      return inventoryOf(layer, []);
    }
  });
  return { planned, complete };
}

/** Whether a kind lives in a namespace is not known yet, so an object without one is listed both ways. */
function plannedObjects(layer: RenderedLayer): ObjectRef[] {
  return manifestObjects(layer).flatMap((object) => {
    const ref = refOf(object);
    return ref.namespace === undefined ? [ref, { ...ref, namespace: layer.namespace }] : [ref];
  });
}
