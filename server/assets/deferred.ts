import { readFileSync } from "node:fs";
import { z } from "zod";
import { assetKey, type AssetSpec } from "@/server/domain/assets";
import { writeDurably } from "@/server/platform/files/write-durably";

const decisionsSchema = z.object({ paused: z.array(z.string()), requested: z.array(z.string()) });

/** How a deferred asset is prepared. */
export interface DeferredRun {
  /** True: at the lowest priority, and given up as soon as anything else is needed. */
  gentle: boolean;
  signal: AbortSignal;
}

interface DeferredOptions {
  /** Where people's decisions are kept over a restart; without one they are forgotten. */
  file: string | undefined;
  /** True while the machine has nothing better to do; it must stay so for `idleMs`. */
  idle(): boolean;
  idleMs: number;
  pollMs: number;
  now(): Date;
  run(spec: AssetSpec, how: DeferredRun): Promise<unknown>;
  show(spec: AssetSpec, state: "queued" | "paused"): void;
}

/**
 * The assets that nothing needs yet. One at a time is prepared: what somebody asked for first, the others
 * only once the machine has been idle for a while. Whatever is needed meanwhile goes before.
 */
export class DeferredAssets {
  readonly #options: DeferredOptions;
  readonly #waiting = new Map<string, AssetSpec>();
  readonly #paused: Set<string>;
  readonly #requested: Set<string>;
  #active: { key: string; stop: AbortController; ended: Promise<void> } | undefined;
  /** How many wait for the active one to make room: nothing else may take it. */
  #held = 0;
  #idleSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DeferredOptions) {
    this.#options = options;
    const { paused, requested } = readDecisions(options.file);
    this.#paused = new Set(paused);
    this.#requested = new Set(requested);
  }

  /** From now on the asset is prepared by and by. */
  add(spec: AssetSpec): void {
    this.#waiting.set(assetKey(spec), spec);
    this.#show(spec);
    this.#timer ??= setInterval(() => this.#next(), this.#options.pollMs).unref();
    this.#next();
  }

  has(spec: AssetSpec): boolean {
    return this.#waiting.has(assetKey(spec));
  }

  /** Somebody wants it: it is prepared next, whatever the machine does otherwise. */
  request(spec: AssetSpec): void {
    const key = assetKey(spec);
    this.#paused.delete(key);
    this.#requested.add(key);
    this.#keep();
    this.#show(spec);
    // What was begun at the lowest priority is begun again at the usual one; the compiler's cache keeps its work.
    this.#active?.stop.abort();
    this.#next();
  }

  /** Somebody holds it back until it is requested or needed. */
  pause(spec: AssetSpec): void {
    const key = assetKey(spec);
    this.#requested.delete(key);
    this.#paused.add(key);
    this.#keep();
    this.#show(spec);
    if (this.#active?.key === key) this.#active.stop.abort();
  }

  /** An asset is needed now: it is no longer deferred, and what is prepared in the background makes room. */
  async yieldTo(spec: AssetSpec): Promise<void> {
    const key = assetKey(spec);
    if (this.#waiting.delete(key)) {
      this.#paused.delete(key);
      this.#requested.delete(key);
      this.#keep();
    }
    this.#active?.stop.abort();
    this.#idleSince = undefined;
    this.#held += 1;
    await this.#active?.ended;
    this.#held -= 1;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#waiting.clear();
    this.#active?.stop.abort();
  }

  #next(): void {
    if (this.#active || this.#held > 0) return;
    const idle = this.#isIdle();
    const ready = [...this.#waiting.values()].filter((s) => !this.#paused.has(assetKey(s)));
    const wanted = ready.find((spec) => this.#requested.has(assetKey(spec)));
    const spec = wanted ?? (idle ? ready[0] : undefined);
    if (spec) this.#start(spec, wanted === undefined);
  }

  #start(spec: AssetSpec, gentle: boolean): void {
    const key = assetKey(spec);
    const stop = new AbortController();
    const done = () => {
      this.#active = undefined;
      // Stopped: it waits on. Otherwise it is ready, or failed and the state tells.
      if (!stop.signal.aborted) this.#waiting.delete(key);
      else if (this.#waiting.has(key)) this.#show(spec);
      if (!stop.signal.aborted && this.#requested.delete(key)) this.#keep();
      this.#next();
    };
    const ended = this.#options.run(spec, { gentle, signal: stop.signal }).then(done, done);
    this.#active = { key, stop, ended };
  }

  #isIdle(): boolean {
    const now = this.#options.now().getTime();
    if (!this.#options.idle()) this.#idleSince = undefined;
    else this.#idleSince ??= now;
    return this.#idleSince !== undefined && now - this.#idleSince >= this.#options.idleMs;
  }

  #show(spec: AssetSpec): void {
    this.#options.show(spec, this.#paused.has(assetKey(spec)) ? "paused" : "queued");
  }

  #keep(): void {
    const { file } = this.#options;
    const decisions = { paused: [...this.#paused], requested: [...this.#requested] };
    if (file !== undefined) writeDurably(file, JSON.stringify(decisions));
  }
}

function readDecisions(file: string | undefined): z.infer<typeof decisionsSchema> {
  try {
    return decisionsSchema.parse(JSON.parse(readFileSync(file ?? "", "utf8")));
  } catch {
    return { paused: [], requested: [] }; // nobody decided anything yet
  }
}
