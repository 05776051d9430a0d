import postgres from "postgres";
import { advisoryLocks } from "@/server/db/advisory-locks";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";

/** The session of a console that died a moment ago still ends in this time. */
const patience = "5s";
const lockTaken = "55P03"; // lock_not_available
const retakeMs = 1_000;

/**
 * Makes this console the only one on its database, for as long as it lives: two would each believe that
 * they alone make and remove the clusters of the rows. The lock belongs to the session of one connection,
 * so it is free as soon as the console is gone, however it ends.
 */
export class DatabaseLock {
  /** Resolves when another console took the database while this one had no connection to it. */
  readonly lost: Promise<Error>;
  private readonly sql: postgres.Sql;
  private tellLost: (error: Error) => void = () => {};
  private held = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly url: string,
    private readonly log: Log,
  ) {
    this.lost = new Promise((resolve) => (this.tellLost = resolve));
    this.sql = postgres(url, {
      max: 1,
      // A connection that is never replaced: its end would give the lock away.
      max_lifetime: null,
      connect_timeout: 10,
      onnotice: () => {},
      onclose: () => this.closed(),
    });
  }

  /** Takes the lock; throws when another console holds it. */
  async take(): Promise<void> {
    const statements = `set lock_timeout = '${patience}'; select pg_advisory_lock(${advisoryLocks.console})`;
    try {
      await this.sql.unsafe(statements);
      this.held = true;
    } catch (cause) {
      const taken = cause instanceof postgres.PostgresError && cause.code === lockTaken;
      throw taken ? this.takenError() : cause;
    }
  }

  async release(): Promise<void> {
    this.held = false;
    clearTimeout(this.timer);
    await this.sql.end({ timeout: 1 });
  }

  private closed(): void {
    if (!this.held) return;
    this.held = false;
    this.log.warn("the connection that keeps the database for this console ended; it is made anew");
    this.retakeSoon();
  }

  private retakeSoon(): void {
    this.timer = setTimeout(() => {
      this.take().catch((error: unknown) => {
        if (error instanceof AppError) return this.tellLost(error);
        this.log.warn({ error: messageOf(error) }, "the database cannot be kept for this console");
        this.retakeSoon();
      });
    }, retakeMs);
  }

  private takenError(): AppError {
    const { host, pathname } = new URL(this.url);
    const message = `Another Lamina console works on the database ${pathname.slice(1)} at ${host} (DATABASE_URL). Stop that one, or set DATABASE_URL to a database of its own.`;
    return new AppError("CONFLICT", message);
  }
}
