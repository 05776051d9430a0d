import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endsChild } from "@/bin/end-child.mjs";
import { isAlive } from "@/server/platform/process/process-table";
import { lastLines, launchConsole } from "./console-process";

/** Hears no signal, as a process that spins in one call. */
const deaf = `for (const s of ["SIGTERM","SIGINT","SIGHUP"]) process.on(s, () => {}); console.log(process.pid); setInterval(() => {}, 1000);`;
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lamina-launcher-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function startDeaf() {
  const child = spawn(process.execPath, ["-e", deaf], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  return child;
}

test("a child that does not end is killed when its time is over", async () => {
  const child = await startDeaf();
  const begun = Date.now();
  endsChild(child, 300)("SIGTERM");
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
  expect(Date.now() - begun).toBeLessThan(5_000);
});

test("the same Ctrl-C heard twice ends nothing, a second one kills at once", async () => {
  const child = await startDeaf();
  const end = endsChild(child, 60_000);
  end("SIGINT");
  end("SIGINT");
  await sleep(1_100);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  end("SIGINT");
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
});

test("a launcher that is stopped takes with it what it started", async () => {
  const logFile = join(home, "log");
  const launcher = `const { spawn } = require("node:child_process"); process.on("SIGTERM", () => {}); spawn(process.execPath, ["-e", ${JSON.stringify(deaf)}], { stdio: "inherit" });`;
  const started = launchConsole({ argv: ["-e", launcher], env: {}, logFile });
  await expect.poll(() => lastLines(logFile), { timeout: 10_000 }).toMatch(/^\d+$/);
  const grandchild = Number(lastLines(logFile));
  await started.stop(200);
  await expect.poll(() => isAlive(grandchild), { timeout: 5_000 }).toBe(false);
});
