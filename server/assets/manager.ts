import { access } from "node:fs/promises";
import path from "node:path";
import {
  assetFailure,
  assetKey,
  cannotPause,
  isAssetFailure,
  platformOf,
  remainingMs,
  resolutionOrder,
  type AssetPhase,
  type AssetProgress,
  type AssetSpec,
  type AssetState,
} from "@/server/domain/assets";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import { Slots } from "@/server/platform/slots/slots";
import { attemptAsset, type AttemptContext, type ReadyAsset } from "./attempt";
import { loadCatalogue } from "./catalogue";
import { DeferredAssets, type DeferredRun } from "./deferred";
import { Reachability } from "./reachability";
import { findLocal } from "./resolve";
import type { AssetLog } from "./types";

/** What an asset manager is made of. */
export interface AssetManagerOptions {
  cacheDir: string;
  /** Folder of ready-made programs. */
  extraDir?: string | undefined;
  /** Default: this process's PATH. */
  searchPath?: string;
  /** Default: true. */
  downloads?: boolean;
  /** The repository's `kubernetes` folder; default: below the working directory. */
  kubernetesDir?: string;
  log: AssetLog;
  /** Called on each change of phase, and a few times a second while an asset makes progress. */
  onChange?(state: AssetState): void;
  goCommand?: string;
  now?(): Date;
  /** Pause before a broken download is tried again; tests make it short. */
  retryMs?: number;
  stallMs?: number;
  /** Pause before an asset without a release is built; tests make it short. */
  graceMs?: number;
  /** The assets that nothing needs at the start: they wait for an idle machine, or for somebody to ask. */
  deferred?(catalogue: readonly AssetSpec[]): readonly AssetSpec[];
  /** Keeps what people decided of deferred assets over a restart. */
  decisionsFile?: string;
  /** True while the machine has nothing better to do; default: always. */
  idle?(): boolean;
  /** How long it must have been idle, and how often that is looked at. */
  idleMs?: number;
  idlePollMs?: number;
}

/** Prepares the Kubernetes programs and tells how far they are. */
export interface AssetManager {
  /** All assets in catalogue order; plain copies. */
  states(): AssetState[];
  /** The path of a ready asset, preparing it first if need be. Concurrent callers share one attempt. */
  ensure(name: string, version: string): Promise<string>;
  /** Asks for an asset without waiting for it: a deferred one is prepared next, a failed one again. */
  prepare(name: string, version: string): void;
  /** Holds a deferred asset back, also one that is being prepared; throws for one that is needed. */
  pause(name: string, version: string): void;
  /** Prepares everything but what is deferred; failures are in the states, not thrown. */
  prepareAll(): Promise<AssetState[]>;
  /** Tries a failed asset again, download included. A ready one is looked at anew. */
  retry(name: string, version: string): Promise<AssetState>;
  /** Stops downloads and builds; for the end of the process. */
  close(): void;
}

const PROGRESS_EVERY_MS = 200;
const PARALLEL_DOWNLOADS = 3;
const GRACE_MS = 500;
const IDLE_MS = 60_000;
const IDLE_POLL_MS = 5_000;

/** Reads the catalogue and returns a manager of its assets. Nothing is prepared before somebody asks. */
export function createAssetManager(options: AssetManagerOptions): AssetManager {
  const kubernetesDir = options.kubernetesDir ?? path.join(process.cwd(), "kubernetes");
  return new Manager(loadCatalogue(kubernetesDir), kubernetesDir, options);
}

class Manager implements AssetManager {
  readonly #options: AssetManagerOptions;
  readonly #specs = new Map<string, AssetSpec>();
  readonly #states = new Map<string, AssetState>();
  readonly #running = new Map<string, Promise<ReadyAsset>>();
  readonly #reported = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #context: AttemptContext;
  readonly #later: ReadonlySet<AssetSpec>;
  readonly #deferred: DeferredAssets;
  /** Time a build took here ÷ time the catalogue says. */
  #pace = 1;
  /** Official releases can be fetched: nothing that has one will be built. */
  #downloads = false;

  constructor(specs: AssetSpec[], kubernetesDir: string, options: AssetManagerOptions) {
    this.#options = options;
    for (const spec of specs) {
      const { name, version, title, purpose } = spec;
      this.#specs.set(assetKey(spec), spec);
      this.#states.set(assetKey(spec), {
        name,
        version,
        title,
        purpose,
        state: "missing",
        since: this.#now(),
      });
    }
    this.#context = {
      settings: {
        cacheDir: options.cacheDir,
        extraDir: options.extraDir,
        searchPath: options.searchPath ?? process.env.PATH ?? "",
        downloads: options.downloads ?? true,
      },
      kubernetesDir,
      platform: platformOf(process.platform, process.arch),
      goCommand: options.goCommand ?? "go",
      downloads: new Slots(PARALLEL_DOWNLOADS),
      builds: new Slots(1),
      reachability: new Reachability(() => this.#date().getTime()),
      told: new Set(),
      log: options.log,
      signal: this.#stop.signal,
      gentle: false,
      // A deferred one that is attempted is waited for, or nothing else is.
      priorityOf: (spec) => (this.#later.has(spec) ? -1 : specs.indexOf(spec)),
      graceMs: options.graceMs ?? GRACE_MS,
      retryMs: options.retryMs ?? 1_000,
      stallMs: options.stallMs,
    };
    this.#later = new Set(options.deferred?.(specs));
    this.#deferred = new DeferredAssets({
      file: options.decisionsFile,
      idle: () => this.#running.size === 0 && (options.idle?.() ?? true),
      idleMs: options.idleMs ?? IDLE_MS,
      pollMs: options.idlePollMs ?? IDLE_POLL_MS,
      now: () => this.#date(),
      run: (spec, how) => this.#attempt(spec, how),
      show: (spec, state) => this.#change(spec, { state }),
    });
  }

  states(): AssetState[] {
    return [...this.#states].map(([key, state]) => {
      const spec = this.#specs.get(key);
      const left = spec && this.#remainingMs(spec, state);
      return {
        ...state,
        ...(left === undefined ? {} : { remainingMs: left }),
        ...(spec && this.#isBackground(spec, state) ? { background: true as const } : {}),
      };
    });
  }

  async ensure(name: string, version: string): Promise<string> {
    const spec = this.#spec(name, version);
    const state = this.#states.get(assetKey(spec));
    if (state?.state === "ready" && state.path && (await exists(state.path))) return state.path;
    await this.#deferred.yieldTo(spec);
    return (await this.#attempt(spec)).path;
  }

  async prepareAll(): Promise<AssetState[]> {
    const now = [...this.#specs.values()].filter((spec) => !this.#later.has(spec));
    const ensured = now.map((spec) => this.ensure(spec.name, spec.version));
    // In turn: the queue has the catalogue's order.
    for (const spec of this.#later) await this.#defer(spec);
    await Promise.allSettled(ensured);
    return this.states();
  }

  prepare(name: string, version: string): void {
    const spec = this.#spec(name, version);
    if (this.#deferred.has(spec)) return this.#deferred.request(spec);
    if (this.#state(spec).state !== "ready") void this.retry(name, version);
  }

  pause(name: string, version: string): void {
    const spec = this.#spec(name, version);
    if (this.#deferred.has(spec)) return this.#deferred.pause(spec);
    throw new AppError("CONFLICT", cannotPause(this.#state(spec)));
  }

  async retry(name: string, version: string): Promise<AssetState> {
    const spec = this.#spec(name, version);
    this.#context.reachability.reset();
    this.#context.told.clear();
    await this.#deferred.yieldTo(spec);
    await this.#attempt(spec).catch(() => undefined); // the state tells
    return { ...this.#state(spec) };
  }

  close(): void {
    this.#deferred.close();
    this.#stop.abort();
  }

  /** One that is on this machine already need not wait. */
  async #defer(spec: AssetSpec): Promise<void> {
    const { settings, platform, log } = this.#context;
    const order = resolutionOrder(spec, { ...settings, platform });
    const found = await findLocal(spec, order, settings, log);
    if (this.#running.has(assetKey(spec))) return; // needed meanwhile
    if (found) this.#change(spec, { state: "ready", ...found });
    else this.#deferred.add(spec);
  }

  #attempt(spec: AssetSpec, how?: DeferredRun): Promise<ReadyAsset> {
    const key = assetKey(spec);
    const running = this.#running.get(key);
    if (running) return running;
    const attempt = this.#run(spec, how).finally(() => this.#running.delete(key));
    this.#running.set(key, attempt);
    return attempt;
  }

  async #run(spec: AssetSpec, how?: DeferredRun): Promise<ReadyAsset> {
    const context = { ...this.#context, gentle: how?.gentle ?? false };
    if (how) context.signal = AbortSignal.any([this.#stop.signal, how.signal]);
    try {
      const ready = await attemptAsset(spec, context, (phase, progress) => {
        if (!how?.signal.aborted) this.#progress(spec, phase, progress);
      });
      this.#learnPace(spec, ready);
      this.#options.log.info({ asset: spec.name, version: spec.version, ...ready }, "asset ready");
      this.#change(spec, { state: "ready", ...ready });
      return ready;
    } catch (error) {
      const failure = isAssetFailure(error)
        ? error
        : assetFailure("ASSET_STORAGE", spec, messageOf(error), { cause: error });
      // Whoever stopped it decides what is shown.
      if (!how?.signal.aborted) this.#change(spec, { state: "failed", error: failure.toError() });
      throw failure;
    }
  }

  #isBackground(spec: AssetSpec, { state }: AssetState): boolean {
    return state !== "ready" && this.#deferred.has(spec);
  }

  #learnPace(spec: AssetSpec, { source }: ReadyAsset): void {
    const { state, since } = this.#state(spec);
    if (source === "download") this.#downloads = true;
    if (source !== "build" || state !== "building") return;
    const tookMs = this.#date().getTime() - Date.parse(since);
    this.#pace = tookMs / (spec.build.seconds * 1000);
  }

  #remainingMs(spec: AssetSpec, state: AssetState): number | undefined {
    if (this.#downloads && spec.release && state.state !== "building") return undefined;
    return remainingMs(state, { seconds: spec.build.seconds, factor: this.#pace }, this.#date());
  }

  /** Counting forward is reported a few times a second; whatever else happens, at once. */
  #progress(spec: AssetSpec, phase: AssetPhase, progress: AssetProgress | undefined): void {
    const key = assetKey(spec);
    const before = this.#state(spec);
    const now = this.#date().getTime();
    const counting =
      before.state === phase && progress?.done !== 0 && before.progress?.unit === progress?.unit;
    if (counting && now - (this.#reported.get(key) ?? 0) < PROGRESS_EVERY_MS) {
      this.#states.set(key, { ...before, ...(progress ? { progress } : {}) });
      return;
    }
    this.#reported.set(key, now);
    this.#change(spec, { state: phase, ...(progress ? { progress } : {}) });
  }

  #change(spec: AssetSpec, news: Pick<AssetState, "state"> & Partial<AssetState>): void {
    const { name, version, title, purpose, state, since } = this.#state(spec);
    const samePhase = state === news.state;
    const next = { name, version, title, purpose, since: samePhase ? since : this.#now(), ...news };
    this.#states.set(assetKey(spec), next);
    this.#options.onChange?.({ ...next });
  }

  #state(spec: AssetSpec): AssetState {
    const { name, version, title, purpose } = spec;
    const known = this.#states.get(assetKey(spec));
    return known ?? { name, version, title, purpose, state: "missing", since: this.#now() };
  }

  #spec(name: string, version: string): AssetSpec {
    const spec = this.#specs.get(assetKey({ name, version }));
    if (!spec)
      throw assetFailure("ASSET_UNKNOWN", { name, version }, "the catalogue does not list it.");
    return spec;
  }

  #date(): Date {
    return this.#options.now?.() ?? new Date();
  }

  #now(): string {
    return this.#date().toISOString();
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
