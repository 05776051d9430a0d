import { messageOf } from "@/server/domain/errors/app-error";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Ctrl-C in a terminal reaches us directly and, a moment later, again through the launcher. */
const SAME_WISH_MS = 1000;

/**
 * Ends this process in order when it is asked to, or when the launcher that started it is gone. A second
 * signal ends it at once: the guards end the children then, as after a crash.
 */
export class Ending {
  private begunAt: number | undefined;
  /** While the console starts there is nothing to end in order yet: the guards end the children. */
  private run: () => Promise<void> = () => Promise.resolve();

  /** True once somebody wished for it. */
  get begun(): boolean {
    return this.begunAt !== undefined;
  }

  /** From now on wishes are heard; to be called before anything is started. */
  listen(): void {
    for (const signal of signals) process.on(signal, () => this.signalled());
    if (!process.send) return;
    process.on("disconnect", () => this.begin(0));
    // The launcher was gone before we listened: that event has passed.
    if (!process.connected) this.begin(0);
  }

  /** How to end what runs now. */
  inOrder(run: () => Promise<void>): void {
    this.run = run;
  }

  /** Ends the process, once. */
  begin(exitCode: number): void {
    if (this.begun) return;
    this.begunAt = Date.now();
    process.stdout.write(
      "\nStopping: clusters keep their data and come back at the next start …\n",
    );
    void this.run().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        process.stderr.write(`lamina: stopping failed: ${messageOf(error)}\n`);
        process.exit(1);
      },
    );
  }

  private signalled(): void {
    if (this.begunAt !== undefined && Date.now() - this.begunAt > SAME_WISH_MS) process.exit(1);
    this.begin(0);
  }
}
