import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import { isPortFree, type PortRegistry } from "@/server/platform/ports/ports";
import { ensurePostgresFiles } from "@/server/platform/postgres/cluster-files";
import { postgresProcess, postgresUrl } from "@/server/platform/postgres/embedded";
import type { Supervisor } from "@/server/platform/process/supervisor";

const databaseName = "lamina";
/** What PostgreSQL answers while it is starting up, for instance while it recovers from a power cut. */
const cannotConnectNow = "57P03";

/** How long is waited for a server that has just been started. */
export interface StartPatience {
  /** Times it may not answer at all. */
  tries: number;
  pauseMs: number;
  /** Reading its log again may take minutes on a slow disk; to give up would not make it faster. */
  recoveryMs: number;
  /** An ordinary start is over sooner, and needs no words. */
  tellAfterMs: number;
}
const patience: StartPatience = {
  tries: 150,
  pauseMs: 100,
  recoveryMs: 5 * 60_000,
  tellAfterMs: 3_000,
};

/** Starts the embedded PostgreSQL and makes the database in it. Answers its address. */
export async function startEmbedded(
  dataDir: string,
  supervisor: Supervisor,
  ports: PortRegistry,
): Promise<string> {
  const files = await ensurePostgresFiles(join(dataDir, "postgres"));
  let port = await ports.claim("postgres");
  if (!(await isPortFree(port))) port = await ports.replace("postgres");
  await supervisor.ensure(postgresProcess(files, port));
  const admin = openAdmin(postgresUrl(files, port, "postgres"));
  try {
    const hasFailed = () => supervisor.get("postgres")?.state === "failed";
    await untilAnswers(admin, hasFailed, (line) => process.stdout.write(`${line}\n`));
    const [found] = await admin`select 1 from pg_database where datname = ${databaseName}`;
    if (!found) await admin`create database ${admin(databaseName)}`;
  } catch (cause) {
    const tail = supervisor.tailLog("postgres", 3).join(" ") || messageOf(cause);
    const message = `The embedded PostgreSQL does not start: ${tail}`;
    throw new AppError("UNAVAILABLE", message, { cause });
  } finally {
    await admin.end({ timeout: 5 });
  }
  return postgresUrl(files, port, databaseName);
}

/** A connection that is tried as often as somebody asks: the driver's own pauses grow to 20 seconds. */
export function openAdmin(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => {}, backoff: () => 0 });
}

/** Asks until the server answers; throws its last answer when patience is over. */
export async function untilAnswers(
  sql: postgres.Sql,
  hasFailed: () => boolean,
  tell: (line: string) => void,
  { tries, pauseMs, recoveryMs, tellAfterMs }: StartPatience = patience,
): Promise<void> {
  let triesLeft = tries;
  let recoversSince: number | undefined;
  let told = false;
  for (;;) {
    try {
      await sql`select 1`;
      return;
    } catch (cause) {
      if (isStartingUp(cause)) {
        recoversSince ??= Date.now();
        const lastsMs = Date.now() - recoversSince;
        if (lastsMs > recoveryMs) throw cause;
        if (!told && lastsMs >= tellAfterMs) {
          tell(
            "PostgreSQL recovers what it had not written at its last end; this may take minutes …",
          );
          told = true;
        }
      } else {
        triesLeft -= 1;
        if (triesLeft < 0 || hasFailed()) throw cause;
      }
    }
    await sleep(pauseMs);
  }
}

function isStartingUp(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === cannotConnectNow;
}
