import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { strayProcesses } from "./stray-processes";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A program called `name`, so long asleep that its command line is its own, working on `dataDir`. */
function run(name: string, seconds: number, dataDir: string): string {
  const env = { PATH: process.env.PATH, LAMINA_DATA_DIR: dataDir, NODE_ENV: process.env.NODE_ENV };
  const child = spawn("sleep", [String(seconds)], { argv0: name, env, stdio: "ignore" });
  ends.push(() => child.kill("SIGKILL"));
  return `${name} ${seconds}`;
}

test("whatever works in a test's folder counts, what somebody runs elsewhere does not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lamina-stray-"));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const strays = [
    run("dist/main.js", 7001, join(folder, "data")),
    run("agent.js", 7002, folder),
    run("postgres", 7003, folder),
  ];
  const others = [
    run("etcd", 7004, "/home/somebody/lamina/.lamina"),
    run("postgres", 7005, "/var"),
  ];
  await vi.waitFor(() => expect(strayProcesses()).toEqual(expect.arrayContaining(strays)));
  for (const line of others) expect(strayProcesses()).not.toContain(line);
});
