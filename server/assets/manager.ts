import { access } from "node:fs/promises";
import path from "node:path";
import {
  assetFailure,
  assetKey,
  isAssetFailure,
  platformOf,
  type AssetPhase,
  type AssetProgress,
  type AssetSpec,
  type AssetState,
} from "@/server/domain/assets";
import { messageOf } from "@/server/domain/errors/app-error";
import { Slots } from "@/server/platform/slots/slots";
import { attemptAsset, type AttemptContext, type ReadyAsset } from "./attempt";
import { loadCatalogue } from "./catalogue";
import { Reachability } from "./reachability";
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
}

/** Prepares the Kubernetes programs and tells how far they are. */
export interface AssetManager {
  /** All assets in catalogue order; plain copies. */
  states(): AssetState[];
  /** The path of a ready asset, preparing it first if need be. Concurrent callers share one attempt. */
  ensure(name: string, version: string): Promise<string>;
  /** Prepares everything; failures are in the states, not thrown. */
  prepareAll(): Promise<AssetState[]>;
  /** Tries a failed asset again, download included. A ready one is looked at anew. */
  retry(name: string, version: string): Promise<AssetState>;
  /** Stops downloads and builds; for the end of the process. */
  close(): void;
}

const PROGRESS_EVERY_MS = 200;
const PARALLEL_DOWNLOADS = 3;
const GRACE_MS = 500;

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
      log: options.log,
      signal: this.#stop.signal,
      priorityOf: (spec) => specs.indexOf(spec),
      graceMs: options.graceMs ?? GRACE_MS,
      retryMs: options.retryMs ?? 1_000,
      stallMs: options.stallMs,
    };
  }

  states(): AssetState[] {
    return [...this.#states.values()].map((state) => ({ ...state }));
  }

  async ensure(name: string, version: string): Promise<string> {
    const spec = this.#spec(name, version);
    const state = this.#states.get(assetKey(spec));
    if (state?.state === "ready" && state.path && (await exists(state.path))) return state.path;
    return (await this.#attempt(spec)).path;
  }

  async prepareAll(): Promise<AssetState[]> {
    const specs = [...this.#specs.values()];
    await Promise.allSettled(specs.map((spec) => this.ensure(spec.name, spec.version)));
    return this.states();
  }

  async retry(name: string, version: string): Promise<AssetState> {
    const spec = this.#spec(name, version);
    this.#context.reachability.reset();
    await this.#attempt(spec).catch(() => undefined); // the state tells
    return { ...this.#state(spec) };
  }

  close(): void {
    this.#stop.abort();
  }

  #attempt(spec: AssetSpec): Promise<ReadyAsset> {
    const key = assetKey(spec);
    const running = this.#running.get(key);
    if (running) return running;
    const attempt = this.#run(spec).finally(() => this.#running.delete(key));
    this.#running.set(key, attempt);
    return attempt;
  }

  async #run(spec: AssetSpec): Promise<ReadyAsset> {
    try {
      const ready = await attemptAsset(spec, this.#context, (phase, progress) =>
        this.#progress(spec, phase, progress),
      );
      this.#options.log.info({ asset: spec.name, version: spec.version, ...ready }, "asset ready");
      this.#change(spec, { state: "ready", ...ready });
      return ready;
    } catch (error) {
      const failure = isAssetFailure(error)
        ? error
        : assetFailure("ASSET_STORAGE", spec, messageOf(error), { cause: error });
      this.#change(spec, { state: "failed", error: failure.toError() });
      throw failure;
    }
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
