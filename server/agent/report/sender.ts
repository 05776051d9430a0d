import type { ReportMessage } from "@/server/domain/agent/messages";

/** One kind of report: what it says now. */
export interface ReportSource<M extends ReportMessage = ReportMessage> {
  /** Shortest time between two reports of the kind. */
  everyMs: number;
  /** Undefined while nothing is known yet; then nothing is sent. */
  read(): Omit<M, "type" | "revision"> | undefined;
}

/**
 * Sends reports when they changed: the first change at once, those that follow together once the shortest
 * time is over. A new connection gets everything anew.
 */
export class ReportSender<K extends string = ReportMessage["kind"]> {
  readonly #sources: ReadonlyMap<K, ReportSource>;
  readonly #send: (message: ReportMessage) => boolean;
  readonly #sent = new Map<K, string>();
  readonly #sentAt = new Map<K, number>();
  readonly #timers = new Map<K, NodeJS.Timeout>();
  #revision = 0;

  constructor(sources: ReadonlyMap<K, ReportSource>, send: (message: ReportMessage) => boolean) {
    this.#sources = sources;
    this.#send = send;
  }

  /** Something of this kind may have changed. */
  changed(kind: K): void {
    const source = this.#sources.get(kind);
    if (source === undefined || this.#timers.has(kind)) return;
    const dueMs = (this.#sentAt.get(kind) ?? -Infinity) + source.everyMs - performance.now();
    const timer = setTimeout(() => this.#flush(kind, source), Math.max(0, dueMs));
    this.#timers.set(kind, timer);
  }

  /** The server knows nothing yet. */
  restart(): void {
    this.#sent.clear();
    for (const kind of this.#sources.keys()) this.changed(kind);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #flush(kind: K, source: ReportSource): void {
    this.#timers.delete(kind);
    const report = source.read();
    if (report === undefined) return;
    const text = JSON.stringify(report);
    if (this.#sent.get(kind) === text) return;
    this.#revision += 1;
    // Kind and data come from one source, so they belong together.
    const message = { type: "report", revision: this.#revision, ...report } as ReportMessage;
    if (!this.#send(message)) return;
    this.#sent.set(kind, text);
    this.#sentAt.set(kind, performance.now());
  }
}
