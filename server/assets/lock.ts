import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isAlive, startToken } from "@/server/platform/process/process-table";
import { makeFolder } from "@/server/platform/files/make-folder";

const holderSchema = z.object({
  id: z.string(),
  pid: z.number().int(),
  host: z.string(),
  /** Tells the process from a later one with the same pid; older releases wrote none. */
  token: z.string().optional(),
  /** When it took the lock. */
  since: z.iso.datetime().optional(),
});
/** Who holds a lock. */
export type LockHolder = z.infer<typeof holderSchema>;

/** Timing of a lock; tests make it short. */
export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Called once when somebody else holds the lock. */
  onWait?(holder: LockHolder | undefined): void;
  pollMs?: number;
  /** A lock that nobody touched for so long has no living holder, when that one ran on another machine. */
  staleMs?: number;
}

const POLL_MS = 500;
const STALE_MS = 60_000;

/**
 * Takes a lock that holds across processes and returns its release. A lock whose process died is taken over,
 * at once on this machine and after `staleMs` when the cache folder is shared between machines. On this
 * machine the process alone decides: one that slept with the laptop has touched nothing, and works on.
 */
export async function acquireLock(file: string, o: LockOptions = {}): Promise<() => Promise<void>> {
  const token = await startToken(process.pid);
  const me: LockHolder = { id: randomUUID(), pid: process.pid, host: hostname(), token };
  const staleMs = o.staleMs ?? STALE_MS;
  makeFolder(path.dirname(file));
  let told = false;
  while (!(await tryCreate(file, me))) {
    const holder = await readHolder(file);
    if (await isStale(file, holder, staleMs)) {
      await breakLock(file, holder);
      continue;
    }
    if (!told) o.onWait?.(holder);
    told = true;
    await sleep(o.pollMs ?? POLL_MS, undefined, o.signal ? { signal: o.signal } : {});
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined); // the next beat tries again; staleMs is several beats long
  }, staleMs / 6);
  heartbeat.unref();
  return async () => {
    clearInterval(heartbeat);
    if ((await readHolder(file))?.id === me.id) await rm(file, { force: true });
  };
}

/** Creates the lock with its content in one step, so that nobody ever reads an empty one. */
async function tryCreate(file: string, me: LockHolder): Promise<boolean> {
  const draft = `${file}.${me.id}`;
  await writeFile(draft, JSON.stringify({ ...me, since: new Date().toISOString() }));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(file: string): Promise<LockHolder | undefined> {
  try {
    const holder = holderSchema.parse(JSON.parse(await readFile(file, "utf8")));
    if (holder.since) return holder;
    const { birthtime } = await stat(file); // older releases wrote no time
    return { ...holder, since: birthtime.toISOString() };
  } catch {
    return undefined; // released meanwhile, or damaged: then only its age counts
  }
}

async function isStale(
  file: string,
  holder: LockHolder | undefined,
  staleMs: number,
): Promise<boolean> {
  const touched = await stat(file).then(
    (s) => s.mtimeMs,
    () => undefined,
  );
  if (touched === undefined) return false; // released meanwhile
  if (holder?.host !== hostname()) return Date.now() - touched > staleMs;
  if (!isAlive(holder.pid)) return true;
  return holder.token !== undefined && holder.token !== (await startToken(holder.pid));
}

/** Of several processes that see the same stale lock only one gets the rename; a fresh lock is put back. */
async function breakLock(file: string, stale: LockHolder | undefined): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return; // another process was faster
  }
  const taken = await readHolder(aside);
  if (taken && taken.id !== stale?.id) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}
