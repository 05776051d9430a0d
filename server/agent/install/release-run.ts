import { messageOf } from "@/server/domain/errors/app-error";
import type { RenderedLayer, RenderedRelease } from "@/server/domain/profile/types";
import type { Log } from "@/server/platform/log/log";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { Helm, InstallOrder } from "@/server/agent/helm/helm";
import { secretsOf } from "@/server/agent/helm/redact";
import type { KubeClient } from "@/server/kube/client";
import { isKubeError } from "@/server/kube/errors";
import { refOf, type KubeObject } from "@/server/kube/types";
import { applyDefinitions } from "./apply";
import type { Charts } from "./charts";
import { fingerprintOf } from "./fingerprint";
import { wentWithOwners, type Finished } from "./finished";
import { isDefinition, kindsOf, placed } from "./kinds";
import { fingerprintLabel, helmAnnotation, layerAnnotation, layerLabel } from "./names";
import { patiently } from "./patience";
import { objectsOfRecord } from "./record-objects";
import type { ObservedRelease, Releases } from "./releases";

/** What installing a release needs. */
export interface ReleaseDeps {
  api: KubeClient;
  helm: Helm;
  charts: Charts;
  releases: Releases;
  log: Log;
}

/** What a release shares with the pass over its layer. */
export interface ReleaseContext {
  finished: Finished;
  /** True while a layer is at work that may bring a missing kind. */
  mayBring(): boolean;
  signal: AbortSignal;
  onRetry(message: string): void;
}

/** True when the release is in the cluster with this chart and these values. */
export function isCurrent(
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

/** One release of a layer in one pass over it. */
export class ReleaseRun {
  readonly #deps: ReleaseDeps;
  readonly #release: RenderedRelease;
  readonly #context: ReleaseContext;
  readonly #secrets: readonly string[];

  constructor(deps: ReleaseDeps, release: RenderedRelease, context: ReleaseContext) {
    this.#deps = deps;
    this.#release = release;
    this.#context = context;
    this.#secrets = secretsOf(release.values);
  }

  /** Installs or upgrades it, and tells what Helm recorded. */
  async install(layerId: string, found: ObservedRelease | undefined): Promise<ObservedRelease> {
    const { charts, helm, releases } = this.#deps;
    const { onRetry: say, signal } = this.#context;
    const { releaseName, namespace, chart, values } = this.#release;
    await this.#recover(found);
    if (chart.source === "upstream") say(`Fetching chart ${chart.name} ${chart.version}`);
    const path = await charts.pathOf(chart);
    const secrets = this.#secrets;
    const order = {
      releaseName,
      namespace,
      chart: path,
      values,
      secrets,
      labels: { [layerLabel]: layerId, [fingerprintLabel]: fingerprintOf(this.#release) },
      // What was applied as a manifest before is in the generated chart now, and has no mark of Helm.
      takeOwnership: chart.source === "generated",
    };
    if (found !== undefined && chart.source !== "generated") await this.#upgradeDefinitions(order);
    say(`Helm installs ${releaseName}`);
    await patiently({ what: releaseName, secrets, signal, onRetry: say }, () =>
      helm.install(order, signal).catch((error: unknown) => {
        throw this.#mayCome(error);
      }),
    );
    const current = await releases.one(namespace, releaseName);
    if (current !== undefined) return current;
    const message = `Helm left no release ${namespace}/${releaseName}.`;
    throw new LayerFailure("LAYER_INSTALL_FAILED", "ReleaseMissing", message);
  }

  /** The objects of what Helm recorded, with their namespaces. */
  async objectsOf(found: ObservedRelease): Promise<KubeObject[]> {
    const { api, releases } = this.#deps;
    const objects = await releases.objects(found);
    const own = kindsOf(objects);
    return Promise.all(
      objects.map((object) =>
        placed(api, object, this.#release.namespace, own).catch((error: unknown) => {
          // Somebody deleted its definition: the object is missing too.
          if (isKubeError(error, "NOT_FOUND")) return object;
          throw error;
        }),
      ),
    );
  }

  /** Somebody may have deleted what Helm believes to be there; what ended by itself is no loss. */
  async allThere(objects: readonly KubeObject[]): Promise<boolean> {
    const { api } = this.#deps;
    const { finished, signal } = this.#context;
    const there = await Promise.all(
      objects.map(
        async (object) =>
          finished.has(object) ||
          (await api.find(refOf(object), signal)) !== undefined ||
          wentWithOwners(api, object),
      ),
    );
    return !there.includes(false);
  }

  async #recover(found: ObservedRelease | undefined): Promise<void> {
    const { helm, log, releases } = this.#deps;
    const { releaseName, namespace } = this.#release;
    if (found !== undefined && (await releases.recover(found))) {
      const was = found.status;
      log.warn({ release: releaseName, namespace, was }, "recovered interrupted release");
    }
    if (found?.status === "uninstalling") await helm.uninstall(releaseName, namespace);
  }

  /** The kind that Helm misses may be one that a layer at work beside this one brings. */
  #mayCome(error: unknown): unknown {
    if (!(error instanceof LayerFailure) || error.code !== "KIND_UNKNOWN") return error;
    return new LayerFailure(error.code, error.reason, error.message, this.#context.mayBring());
  }

  /** Helm leaves the definitions in a chart's `crds/` folder as its first version had them. */
  async #upgradeDefinitions(order: InstallOrder): Promise<void> {
    const { api, helm, log } = this.#deps;
    const { signal, onRetry } = this.#context;
    const text = await helm
      .definitions(order, () => capabilities(api))
      .catch((error: unknown) => {
        // The upgrade itself tells what is wrong with the chart or its values.
        log.warn({ release: order.releaseName, error: messageOf(error) }, "definitions not read");
        return "";
      });
    const definitions = objectsOfRecord(text).filter(isDefinition);
    const free = await Promise.all(definitions.map((one) => isFree(api, one, signal)));
    const secrets = this.#secrets;
    const wanted = definitions.filter((_, n) => free[n]);
    await applyDefinitions(api, wanted, { secrets, signal, onRetry });
  }
}

/** What charts may ask of a cluster. */
async function capabilities(api: KubeClient) {
  const kinds = await api.kinds();
  const names = kinds.flatMap((k) => [k.apiVersion, `${k.apiVersion}/${k.kind}`]);
  return { kubeVersion: await api.version(), apiVersions: [...new Set(names)] };
}

/** What a layer's manifest or a chart's template holds is not for a `crds/` folder to change. */
async function isFree(api: KubeClient, definition: KubeObject, signal: AbortSignal) {
  const live = await api.find(refOf(definition), signal);
  const { [layerAnnotation]: layer, [helmAnnotation]: release } = live?.metadata.annotations ?? {};
  return layer === undefined && release === undefined;
}
