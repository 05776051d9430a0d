import type { RenderedLayer, RenderedRelease } from "@/server/domain/profile/types";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { Helm } from "@/server/agent/helm/helm";
import { redact, secretsOf } from "@/server/agent/helm/redact";
import type { KubeClient } from "@/server/kube/client";
import { listAt, nameOf, textAt } from "@/server/kube/object";
import { refOf, type KubeObject, type ObjectRef } from "@/server/kube/types";
import type { Bell } from "@/server/agent/bell";
import { isKubeError } from "@/server/kube/errors";
import { applyObjects, manifestObjects, placed } from "./apply";
import type { StatusBoard } from "./board";
import type { Charts } from "./charts";
import { fingerprintOf } from "./fingerprint";
import { passGate } from "./gate";
import { inventoryOf, leftOver, union, type Inventory, type InventoryStore } from "./inventory";
import { fingerprintLabel, layerLabel } from "./names";
import { ensureNamespaces, namespacesOf, unmarkNamespaces } from "./namespaces";
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

/** Brings one layer into the cluster and waits until it is ready. Never throws but when the API is gone. */
export async function installLayer(
  deps: InstallDeps,
  layer: RenderedLayer,
  observed: Observed,
  others: readonly Inventory[],
  signal: AbortSignal,
): Promise<boolean> {
  const { board, log } = deps;
  const { layerId, name } = layer;
  const secrets = secretsOf(layer.releases.map((release) => release.values));
  try {
    await new LayerRun(deps, layer, observed, others, signal).run();
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    if (isKubeError(error, "UNREACHABLE")) throw error;
    const failure =
      error instanceof LayerFailure
        ? error
        : new LayerFailure("LAYER_INSTALL_FAILED", "Unexpected", messageOf(error));
    const message = redact(failure.message, secrets);
    log.warn(
      { layerId, layer: name, code: failure.code, reason: failure.reason, message },
      "layer failed",
    );
    board.change(layerId, { state: "Error", reason: failure.reason, code: failure.code, message });
    return false;
  }
}

/** One pass over one layer. */
class LayerRun {
  readonly #deps: InstallDeps;
  readonly #layer: RenderedLayer;
  readonly #observed: Observed;
  readonly #others: readonly Inventory[];
  readonly #signal: AbortSignal;
  #started = false;
  #remembered: string;

  constructor(
    deps: InstallDeps,
    layer: RenderedLayer,
    observed: Observed,
    others: readonly Inventory[],
    signal: AbortSignal,
  ) {
    this.#deps = deps;
    this.#layer = layer;
    this.#observed = observed;
    this.#others = others;
    this.#signal = signal;
    this.#remembered = JSON.stringify(observed.inventories.get(layer.layerId));
  }

  async run(): Promise<void> {
    const { api, helm } = this.#deps;
    const layer = this.#layer;
    const objects = manifestObjects(layer);
    const own = kindsOf(objects);
    const before = this.#observed.inventories.get(layer.layerId);
    if (before === undefined && bringsNothing(layer)) return this.#gate([]);
    if (!isInstalled(layer, this.#observed)) this.#start(`Installing ${layer.name}`);
    const early = await this.#placed(objects, own, true);
    const planned = inventoryOf(layer, early.map(refOf));
    await this.#remember(union(before, planned));
    if (before !== undefined) {
      // A release with another name would hold the objects that the new one wants.
      const stale = leftOver(before, [planned, ...this.#others]);
      await removeListed(api, helm, { ...stale, objects: [], namespaces: [] });
    }
    await ensureNamespaces(api, layer, this.#signal);
    const released: ObjectRef[] = [];
    for (const release of layer.releases) released.push(...(await this.#release(release)));
    const ready = await this.#placed(objects, own, false);
    const final = inventoryOf(layer, ready.map(refOf));
    await this.#remember(union(before, final));
    if (ready.length > 0) this.#say(`Applying ${ready.length} objects`);
    await applyObjects(api, ready, secretsOf(objects), this.#signal);
    if (before !== undefined) {
      const stale = leftOver(before, [final, ...this.#others]);
      await unmarkNamespaces(api, layer.layerId, leftOver(before, [final]).namespaces);
      await removeListed(api, helm, { ...stale, releases: [] });
    }
    await this.#remember(final);
    await this.#gate([...released, ...ready.map(refOf)]);
  }

  /** Objects with their namespaces. Before the releases are there, kinds may be missing: those come later. */
  async #placed(
    objects: readonly KubeObject[],
    own: ReadonlyMap<string, boolean>,
    lenient: boolean,
  ): Promise<KubeObject[]> {
    const ready: KubeObject[] = [];
    for (const object of objects) {
      try {
        ready.push(await placed(this.#deps.api, object, this.#layer.namespace, own));
      } catch (error) {
        if (!isKubeError(error, "NOT_FOUND")) throw error;
        if (!lenient) {
          const message = `${nameOf(refOf(object))}: ${error.message}`;
          throw new LayerFailure("LAYER_INSTALL_FAILED", "KindUnknown", message);
        }
      }
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
  async #release(release: RenderedRelease): Promise<ObjectRef[]> {
    const { releases, board } = this.#deps;
    const layer = this.#layer;
    const key = `${release.namespace}/${release.releaseName}`;
    const found = this.#observed.releases.get(key);
    if (isCurrent(release, layer, this.#observed.releases) && found !== undefined) {
      const refs = await this.#objectsOf(found, release);
      if (await this.#allThere(refs)) return refs;
    }
    this.#start(`Installing ${layer.name}`);
    await this.#install(release, found);
    const current = await releases.one(release.namespace, release.releaseName);
    if (current === undefined) {
      throw new LayerFailure(
        "LAYER_INSTALL_FAILED",
        "ReleaseMissing",
        `Helm left no release ${key}.`,
      );
    }
    const known = board.get(layer.layerId)?.releases ?? [];
    const rest = known.filter((r) => `${r.namespace}/${r.name}` !== key);
    const { name, namespace, revision, status } = current;
    board.change(layer.layerId, {
      state: "Installing",
      reason: "Installing",
      message: `Release ${key} is installed`,
      releases: [...rest, { name, namespace, revision, status }],
    });
    return this.#objectsOf(current, release);
  }

  async #install(release: RenderedRelease, found: ObservedRelease | undefined): Promise<void> {
    const { helm, charts, releases, log } = this.#deps;
    const { layerId } = this.#layer;
    const { releaseName, namespace, chart, values } = release;
    if (found !== undefined && (await releases.recover(found))) {
      log.warn(
        { release: releaseName, namespace, was: found.status },
        "recovered interrupted release",
      );
    }
    if (found?.status === "uninstalling") await helm.uninstall(releaseName, namespace);
    if (chart.source === "upstream") this.#say(`Fetching chart ${chart.name} ${chart.version}`);
    const path = await charts.pathOf(chart);
    this.#say(`Helm installs ${releaseName}`);
    const labels = { [layerLabel]: layerId, [fingerprintLabel]: fingerprintOf(release) };
    const secrets = secretsOf(values);
    await helm.install(
      { releaseName, namespace, chart: path, values, labels, secrets },
      this.#signal,
    );
  }

  async #objectsOf(found: ObservedRelease, release: RenderedRelease): Promise<ObjectRef[]> {
    const { api, releases } = this.#deps;
    const objects = await releases.objects(found);
    const own = kindsOf(objects);
    return Promise.all(
      objects.map(async (object) => refOf(await placed(api, object, release.namespace, own))),
    );
  }

  /** Somebody may have deleted what Helm believes to be there. */
  async #allThere(refs: readonly ObjectRef[]): Promise<boolean> {
    const found = await Promise.all(refs.map((ref) => this.#deps.api.find(ref, this.#signal)));
    return found.every((object) => object !== undefined);
  }

  async #gate(objects: readonly ObjectRef[]): Promise<void> {
    const { api, board, bell, readyTimeoutMs } = this.#deps;
    const { layerId, readinessChecks } = this.#layer;
    const wait = (waitingFor: string) =>
      board.change(layerId, { state: "Installed", reason: "WaitingForReady", waitingFor });
    const order = { objects, checks: readinessChecks, timeoutMs: readyTimeoutMs, onWait: wait };
    await passGate(api, order, bell, this.#signal);
    board.change(layerId, { state: "Ready", reason: "Ready" });
  }

  #say(message: string): void {
    if (!this.#started) return;
    this.#deps.board.change(this.#layer.layerId, {
      state: "Installing",
      reason: "Installing",
      message,
    });
  }
}

function isCurrent(
  release: RenderedRelease,
  layer: RenderedLayer,
  observed: ReadonlyMap<string, ObservedRelease>,
): boolean {
  const found = observed.get(`${release.namespace}/${release.releaseName}`);
  return (
    found?.status === "deployed" &&
    found.layerId === layer.layerId &&
    found.fingerprint === fingerprintOf(release)
  );
}

/** The kinds that the objects bring themselves: whether they live in a namespace. */
function kindsOf(objects: readonly KubeObject[]): Map<string, boolean> {
  const kinds = new Map<string, boolean>();
  for (const object of objects) {
    if (object.kind !== "CustomResourceDefinition") continue;
    const group = textAt(object, "spec", "group");
    const kind = textAt(object, "spec", "names", "kind");
    const namespaced = textAt(object, "spec", "scope") === "Namespaced";
    for (const version of listAt(object, "spec", "versions")) {
      kinds.set(`${group}/${textAt(version, "name")}/${kind}`, namespaced);
    }
  }
  return kinds;
}
