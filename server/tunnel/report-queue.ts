import type { ReportMessage } from "@/server/domain/agent/messages";
import { messageOf } from "@/server/domain/errors/app-error";
import { isPassing } from "@/server/domain/errors/passing";
import type { Log } from "@/server/platform/log/log";

const retryMs = 1000;

/**
 * Saves the reports of one connection one after another. Only the newest of each kind waits, so a slow
 * database costs freshness and never memory. Agents report on change only, hence a report is tried again
 * while the database is away; one that it refuses is dropped, since it would refuse it every time.
 */
export class ReportQueue {
  readonly #save: (report: ReportMessage) => Promise<void>;
  readonly #log: Log;
  readonly #waiting = new Map<ReportMessage["kind"], ReportMessage>();
  readonly #newest = new Map<ReportMessage["kind"], number>();
  #running = false;
  #closed = false;

  constructor(save: (report: ReportMessage) => Promise<void>, log: Log) {
    this.#save = save;
    this.#log = log;
  }

  /** Queues a report unless a newer one of its kind was seen. */
  add(report: ReportMessage): void {
    if ((this.#newest.get(report.kind) ?? -1) > report.revision) return;
    this.#newest.set(report.kind, report.revision);
    this.#waiting.set(report.kind, report);
    if (!this.#running) void this.#drain();
  }

  /** Stops trying again; what waits is still saved once. */
  close(): void {
    this.#closed = true;
  }

  async #drain(): Promise<void> {
    this.#running = true;
    for (;;) {
      const [report] = this.#waiting.values();
      if (report === undefined) break;
      this.#waiting.delete(report.kind);
      if (await this.#settled(report)) continue;
      if (this.#closed) continue;
      if (!this.#waiting.has(report.kind)) this.#waiting.set(report.kind, report);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
    this.#running = false;
  }

  /** False when trying again may help. */
  async #settled(report: ReportMessage): Promise<boolean> {
    try {
      await this.#save(report);
      return true;
    } catch (error) {
      const settled = !isPassing(error);
      const what = settled ? "report dropped" : "report not saved yet";
      this.#log.error({ kind: report.kind, error: messageOf(error) }, what);
      return settled;
    }
  }
}
