import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import type { AgentIdentity } from "./ports";

/**
 * Gathers heartbeats and saves every `everyMs` whose came, each cluster once.
 * A batch that fails is dropped: the next heartbeats say the same.
 */
export class HeartbeatBatch {
  readonly #save: (batch: readonly AgentIdentity[]) => Promise<void>;
  readonly #everyMs: number;
  readonly #log: Log;
  #waiting = new Map<string, AgentIdentity>();
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(save: (batch: readonly AgentIdentity[]) => Promise<void>, everyMs: number, log: Log) {
    this.#save = save;
    this.#everyMs = everyMs;
    this.#log = log;
  }

  add(identity: AgentIdentity): void {
    this.#waiting.set(identity.clusterId, identity);
    this.#timer ??= setTimeout(() => this.flush(), this.#everyMs);
  }

  /** Saves what waits, one batch at a time; resolves when everything is saved. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = this.#saving.then(() => this.#saveNow());
    return this.#saving;
  }

  async #saveNow(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const batch = [...this.#waiting.values()];
    this.#waiting = new Map();
    try {
      await this.#save(batch);
    } catch (error) {
      this.#log.error({ count: batch.length, error: messageOf(error) }, "heartbeats not saved");
    }
  }
}
