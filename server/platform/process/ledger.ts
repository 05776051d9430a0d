import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import { isAlive, startToken } from "./process-table";
import { makeFolder } from "@/server/platform/files/make-folder";

const entrySchema = z.object({ id: z.string(), pid: z.number().int(), token: z.string() });
const ledgerSchema = z.object({ console: entrySchema, processes: z.array(entrySchema) });
/** A process that was started, told apart from a later one with the same pid by its token. */
export type LedgerEntry = z.infer<typeof entrySchema>;

const TERM_GRACE_MS = 3000;

/** The list of running children on disk: what a console that was killed leaves to the next one. */
export class ProcessLedger {
  private readonly entries = new Map<number, LedgerEntry>();
  private console: LedgerEntry | undefined;
  private log: Log | undefined;

  constructor(private readonly file: string) {}

  /** Takes the list over: refuses when its console still lives, kills what an earlier one left. */
  async takeOver(log: Log): Promise<void> {
    const token = (await startToken(process.pid)) ?? "";
    const earlier = readLedger(this.file);
    if (earlier && earlier.console.pid !== process.pid && (await isSame(earlier.console))) {
      throw new AppError(
        "CONFLICT",
        `Another Lamina console (pid ${earlier.console.pid}) uses ${path.dirname(this.file)}. ` +
          `Stop it first, or give this one another folder by LAMINA_DATA_DIR.`,
      );
    }
    await Promise.all((earlier?.processes ?? []).map((entry) => killLeftover(entry, log)));
    this.console = { id: "console", pid: process.pid, token };
    this.log = log;
    this.write();
  }

  /** Notes a child that was just started. */
  async add(id: string, pid: number): Promise<void> {
    const token = await startToken(pid);
    if (token === undefined) return; // it ended already
    this.entries.set(pid, { id, pid, token });
    this.tryWrite();
  }

  /** Forgets a child that ended. */
  remove(pid: number): void {
    if (this.entries.delete(pid)) this.tryWrite();
  }

  /** A full disk must end no process: the guards hold without the list, and the next change writes all of it. */
  private tryWrite(): void {
    try {
      this.write();
    } catch (error) {
      this.log?.warn({ file: this.file, error: messageOf(error) }, "Cannot note the processes");
    }
  }

  private write(): void {
    makeFolder(path.dirname(this.file), 0o700);
    const text = JSON.stringify({ console: this.console, processes: [...this.entries.values()] });
    // Renaming is atomic: a crash leaves the old list or the new one, never half of one.
    writeFileSync(`${this.file}.new`, text, { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

function readLedger(file: string): z.infer<typeof ledgerSchema> | undefined {
  try {
    return ledgerSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined; // no list, or one of another release: the guards have ended the children anyway
  }
}

async function isSame(entry: LedgerEntry): Promise<boolean> {
  return isAlive(entry.pid) && (await startToken(entry.pid)) === entry.token;
}

async function killLeftover(entry: LedgerEntry, log: Log): Promise<void> {
  if (!(await isSame(entry))) return;
  log.warn({ id: entry.id, pid: entry.pid }, "Ending a process that an earlier console left");
  await endProcess(entry.pid, "SIGTERM", TERM_GRACE_MS);
}

/** Sends a signal, waits, kills. Returns when the process is gone; for processes that are not our children. */
export async function endProcess(
  pid: number,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  sendSignal(pid, signal);
  const deadline = Date.now() + graceMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) sendSignal(pid, "SIGKILL");
    await sleep(50);
  }
}

/** Sends a signal; a process that is gone is fine. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already
  }
}
