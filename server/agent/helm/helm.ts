import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { toJson } from "@/server/domain/json/exact";
import type { Log } from "@/server/platform/log/log";
import { run, type RunResult } from "@/server/platform/process/run-program";
import {
  installFailure,
  LayerFailure,
  pullFailure,
  uninstallFailure,
  withoutCredentials,
} from "./failure";
import { redact } from "./redact";
import { Slots } from "./slots";

/** Where Helm is and what it works on. */
export interface HelmSettings {
  helm: string;
  kubeconfig: string;
  /** A private folder of this agent. */
  folder: string;
  /** Bound of one Kubernetes operation of Helm, for example a hook. */
  timeoutMs: number;
  log: Log;
}

/** What `install` needs to know. */
export interface InstallOrder {
  releaseName: string;
  namespace: string;
  /** A chart archive or folder. */
  chart: string;
  values: unknown;
  labels: Readonly<Record<string, string>>;
  /** Takes over objects that are there already, as applying a manifest does. */
  takeOwnership: boolean;
  secrets: readonly string[];
}

/** What charts may ask of a cluster. */
export interface Capabilities {
  kubeVersion: string;
  /** `group/version` and `group/version/Kind`. */
  apiVersions: readonly string[];
}

/** An object that outlives its release by `helm.sh/resource-policy: keep`. */
export interface KeptByHelm {
  kind: string;
  name: string;
}

/** A chart in a repository: `https://…` index or `oci://…`; `digest` is `sha256:…` of the archive. */
export interface UpstreamChart {
  name: string;
  version: string;
  repository: string;
  digest?: string;
}

const pullTimeoutMs = 120_000;
const passedOn = ["PATH", "HOME", "TMPDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
const passedOnToo = ["http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"];

/** Helm as a program. Values reach it by a file that only this user can read and that is removed at once. */
export class Helm {
  readonly #settings: HelmSettings;
  // Helm is busy computing most of its time; more at once would only take memory.
  readonly #slots = new Slots(availableParallelism() + 1);
  #serial = 0;

  constructor(settings: HelmSettings) {
    this.#settings = settings;
  }

  /** Installs or upgrades a release and returns when its objects are written (readiness is judged apart). */
  async install(order: InstallOrder, signal?: AbortSignal): Promise<void> {
    const { timeoutMs, log } = this.#settings;
    const { releaseName: release, namespace } = order;
    const labels = Object.entries(order.labels).map(([key, value]) => `${key}=${value}`);
    await this.#withValues(order.values, async (valuesFile) => {
      log.info({ release, namespace }, "installing release");
      const args = ["upgrade", release, order.chart, "--install", "--namespace", namespace];
      args.push("--create-namespace", "--values", valuesFile, "--labels", labels.join(","));
      // The profile decides: a field that somebody else set meanwhile must not block the upgrade.
      args.push("--server-side=true", "--force-conflicts");
      if (order.takeOwnership) args.push("--take-ownership");
      args.push("--history-max", "5", "--hide-notes", "--timeout", seconds(timeoutMs));
      // Hooks may take the whole bound, one after another.
      const result = await this.#helm(args, timeoutMs * 2, signal);
      if (result.code !== 0) throw this.#installFailed(result, order.secrets);
    });
  }

  /**
   * The text of the definitions in the `crds/` folders of a chart and of its subcharts, without those that
   * the values switch off; empty when there are none. Helm itself applies them at the first install only.
   */
  async definitions(
    { releaseName, namespace, chart, values, secrets }: InstallOrder,
    ask: () => Promise<Capabilities>,
  ): Promise<string> {
    const { timeoutMs } = this.#settings;
    const shown = await this.#helm(["show", "crds", chart], timeoutMs);
    if (shown.code !== 0) throw this.#installFailed(shown, secrets);
    if (shown.stdout.trim() === "") return "";
    const { kubeVersion, apiVersions } = await ask();
    return this.#withValues(values, async (valuesFile) => {
      const args = ["template", releaseName, chart, "--namespace", namespace, "--include-crds"];
      args.push(
        "--values",
        valuesFile,
        "--is-upgrade",
        "--no-hooks",
        "--kube-version",
        kubeVersion,
      );
      args.push("--api-versions", apiVersions.join(","));
      const result = await this.#helm(args, timeoutMs);
      if (result.code !== 0) throw this.#installFailed(result, secrets);
      return onlyDefinitions(result.stdout);
    });
  }

  /** Removes a release with its objects. The answer lists those that Helm keeps by their policy. */
  async uninstall(releaseName: string, namespace: string): Promise<KeptByHelm[]> {
    const { timeoutMs, log } = this.#settings;
    log.info({ release: releaseName, namespace }, "removing release");
    const args = ["uninstall", releaseName, "--namespace", namespace, "--ignore-not-found"];
    args.push("--wait=watcher", "--timeout", seconds(timeoutMs));
    const result = await this.#helm(args, timeoutMs * 2);
    if (result.code !== 0) throw uninstallFailure(told(result));
    return keptByHelm(result.stdout);
  }

  /** The archive of an upstream chart, fetched once; with a digest it must be exactly that archive. */
  async pull(chart: UpstreamChart): Promise<string> {
    const { folder, log } = this.#settings;
    const identity = JSON.stringify([chart.repository, chart.name, chart.version, chart.digest]);
    const target = join(folder, "charts", sha256(identity).slice(0, 32));
    const cached = await archiveIn(target);
    if (cached !== undefined) return cached;
    this.#serial += 1;
    const part = `${target}.part-${process.pid}-${this.#serial}`;
    await mkdir(part, { recursive: true, mode: 0o700 });
    try {
      const oci = chart.repository.startsWith("oci://");
      const source = oci
        ? [`${chart.repository.replace(/\/$/, "")}/${chart.name}`]
        : [chart.name, "--repo", chart.repository];
      log.info({ chart: chart.name, version: chart.version }, "fetching chart");
      const result = await this.#helm(
        ["pull", ...source, "--version", chart.version, "--destination", part],
        pullTimeoutMs,
      );
      if (result.code !== 0) {
        const text = result.timedOut ? "context deadline exceeded" : result.stderr;
        throw pullFailure(text, chart.repository);
      }
      const archive = await archiveIn(part);
      if (archive === undefined) throw pullFailure("Helm fetched no archive.", chart.repository);
      const found = sha256(await readFile(archive));
      const { name, version } = chart;
      log.info(
        { chart: name, version, sha256: found, pinned: chart.digest !== undefined },
        "chart fetched",
      );
      checkDigest(chart, found);
      await rename(part, target).catch(() => undefined); // another layer was faster
    } finally {
      await rm(part, { recursive: true, force: true });
    }
    const archive = await archiveIn(target);
    if (archive === undefined) throw pullFailure("The chart was not kept.", chart.repository);
    return archive;
  }

  async #withValues<T>(values: unknown, work: (file: string) => Promise<T>): Promise<T> {
    const folder = join(this.#settings.folder, "work");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#serial += 1;
    const file = join(folder, `values-${process.pid}-${this.#serial}.json`);
    try {
      // Helm takes it for YAML; written so that no value changes on the way.
      await writeFile(file, toJson(values), { mode: 0o600, flag: "wx" });
      return await work(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  #installFailed(result: RunResult, secrets: readonly string[]): LayerFailure {
    return installFailure(redact(told(result), secrets));
  }

  async #helm(
    args: readonly string[],
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<RunResult> {
    const { helm, kubeconfig, folder } = this.#settings;
    const env: Record<string, string> = {
      KUBECONFIG: kubeconfig,
      HELM_CACHE_HOME: join(folder, "helm", "cache"),
      HELM_CONFIG_HOME: join(folder, "helm", "config"),
      HELM_DATA_HOME: join(folder, "helm", "data"),
    };
    for (const name of [...passedOn, ...passedOnToo]) {
      const value = process.env[name];
      if (value !== undefined) env[name] = value;
    }
    await this.#slots.take();
    try {
      return await run({ command: helm, args, env, timeoutMs, ...(signal && { signal }) });
    } finally {
      this.#slots.give();
    }
  }
}

function told({ stderr, stdout, timedOut }: RunResult): string {
  const text = stderr || stdout.slice(0, 2000);
  return timedOut ? `Helm did not end in time.\n${text}` : text;
}

/** The parts of a rendered chart that come from a `crds/` folder of it or of a subchart. */
export function onlyDefinitions(rendered: string): string {
  const [, ...parts] = rendered.split(/^---\n# Source: (\S+)\n/m);
  const texts = parts.filter((_, n) => {
    const source = n % 2 === 1 ? (parts[n - 1] ?? "") : "";
    return /^[^/]+(\/charts\/[^/]+)*\/crds\//.test(source);
  });
  return texts.join("---\n");
}

/** Reads `[ConfigMap] name` lines of Helm's answer. */
export function keptByHelm(stdout: string): KeptByHelm[] {
  return [...stdout.matchAll(/^\[(\w+)\] (\S+)$/gm)].map(([, kind = "", name = ""]) => ({
    kind,
    name,
  }));
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)}s`;
}

async function archiveIn(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  const archive = names.find((name) => name.endsWith(".tgz"));
  return archive === undefined ? undefined : join(folder, archive);
}

function checkDigest({ name, version, repository, digest }: UpstreamChart, found: string): void {
  if (digest === undefined || digest === `sha256:${found}`) return;
  const where = withoutCredentials(repository);
  throw new LayerFailure(
    "LAYER_INSTALL_FAILED",
    "ChartDigestMismatch",
    `The chart ${name} ${version} from ${where} is not the one the pack pins: its digest is sha256:${found}, the pack says ${digest}. Find out who replaced it before you trust it; a mirror must serve the archive unchanged.`,
  );
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
