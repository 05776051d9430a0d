import { spawn } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLog } from "@/server/platform/log/log";
import { isPortFree } from "@/server/platform/ports/ports";
import { launch, type LaunchedProcess } from "./launch";
import { rotateLog } from "./log-file";
import { isAlive, procStat, startToken } from "./process-table";
import { createSupervisor, type Supervisor } from "./supervisor";
import type { ProcessSpec } from "./types";

let dir: string;
let supervisor: Supervisor;
const log = createLog("silent");
const start = () =>
  createSupervisor({ logDir: path.join(dir, "logs"), ledgerFile: path.join(dir, "p.json"), log });
const sh = (id: string, script: string, over: Partial<ProcessSpec> = {}): ProcessSpec => ({
  id,
  group: "test",
  title: id,
  command: "/bin/sh",
  args: ["-c", script],
  ...over,
});
const until = (assertion: () => void, timeout = 8000) =>
  vi.waitFor(assertion, { timeout, interval: 20 });
const pidOf = (id: string) => {
  const pid = supervisor.get(id)?.pid;
  if (pid === null || pid === undefined) throw new Error(`${id} has no pid`);
  return pid;
};
/** The guard is the parent of the program. */
const guardOf = (pid: number) => Number(procStat(pid)?.[1]);

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "lamina-supervisor-"));
  supervisor = await start();
});
afterEach(async () => {
  await supervisor.stopAll();
  rmSync(dir, { recursive: true, force: true });
});

test("the same spec leaves the process alone, a changed one restarts it", async () => {
  await supervisor.ensure(sh("a", "exec sleep 60"));
  await until(() => expect(supervisor.get("a")?.state).toBe("running"));
  const first = pidOf("a");
  await supervisor.ensure(sh("a", "exec sleep 60"));
  expect(pidOf("a")).toBe(first);
  await supervisor.ensure(sh("a", "exec sleep 61"));
  await until(() => expect(pidOf("a")).not.toBe(first));
  expect(isAlive(first)).toBe(false);
});

test("other contents of what it read restart a process, other credentials of its probe do not", async () => {
  let asked = "";
  const probing = (by: string) => ({
    check: async () => {
      asked = by;
      return by === "new";
    },
  });
  const spec = (inputs: string, by: string) =>
    sh("in", "exec sleep 60", { inputs, readiness: probing(by) });
  await supervisor.ensure(spec("one", "old"));
  await until(() => expect(asked).toBe("old"));
  const first = pidOf("in");
  await supervisor.ensure(spec("one", "new"));
  await until(() => expect(supervisor.get("in")?.ready).toBe(true));
  expect(pidOf("in")).toBe(first);
  await supervisor.ensure(spec("two", "new"));
  await until(() => expect(pidOf("in")).not.toBe(first));
});

test("the memory is the program's, not the guard's", async () => {
  const node = { command: process.execPath, args: ["-e", "setInterval(() => {}, 1000)"] };
  await supervisor.ensure(sh("node", "", node));
  await until(() => expect(supervisor.get("node")?.rssBytes).toBeGreaterThan(20e6), 12_000);
});

test("a process that exits is started again with growing pauses, and says why it ended", async () => {
  await supervisor.ensure(sh("bad", "echo no such flag; exit 3"));
  await until(() => expect(supervisor.get("bad")?.restarts).toBeGreaterThanOrEqual(2));
  await until(() => expect(supervisor.get("bad")?.state).toBe("backing-off"));
  expect(supervisor.get("bad")).toMatchObject({ lastExit: { code: 3, signal: null }, pid: null });
  expect(supervisor.get("bad")?.message).toContain("exited with code 3: no such flag");
});

test("a killed process names the signal and comes back", async () => {
  await supervisor.ensure(sh("k", "exec sleep 60"));
  await until(() => expect(supervisor.get("k")?.pid).not.toBeNull());
  const first = pidOf("k");
  process.kill(first, "SIGKILL");
  await until(() => expect(supervisor.get("k")?.lastExit?.signal).toBe("SIGKILL"));
  await until(() => expect(supervisor.get("k")).toMatchObject({ state: "running", restarts: 1 }));
  expect(pidOf("k")).not.toBe(first);
});

test("a list of processes that cannot be written ends no supervision", async () => {
  const failed: unknown[] = [];
  const note = (error: unknown) => failed.push(error);
  process.on("unhandledRejection", note);
  await supervisor.ensure(sh("full", "exec sleep 60"));
  await until(() => expect(supervisor.get("full")?.pid).not.toBeNull());
  const first = pidOf("full");
  const inTheWay = path.join(dir, "p.json.new");
  mkdirSync(inTheWay);
  process.kill(first, "SIGKILL");
  await until(() => expect(supervisor.get("full")?.lastExit?.signal).toBe("SIGKILL"));
  rmSync(inTheWay, { recursive: true });
  await until(() => expect(supervisor.get("full")).toMatchObject({ state: "running" }));
  expect(pidOf("full")).not.toBe(first);
  const listed = () => JSON.parse(readFileSync(path.join(dir, "p.json"), "utf8")).processes;
  await until(() => expect(listed()).toMatchObject([{ id: "full", pid: pidOf("full") }]));
  expect(failed).toEqual([]);
  process.off("unhandledRejection", note);
});

test("a start that fails for a reason of ours is told and tried again", async () => {
  // The folder of the log is a file: the log cannot be opened.
  writeFileSync(path.join(dir, "logs"), "");
  await supervisor.ensure(sh("a/b", "exec sleep 60"));
  await until(() => expect(supervisor.get("a/b")?.state).toBe("backing-off"));
  expect(supervisor.get("a/b")?.message).toContain("a/b cannot be started: ");
  rmSync(path.join(dir, "logs"));
  await until(() => expect(supervisor.get("a/b")).toMatchObject({ state: "running" }));
});

test("without a free file descriptor a start ends like a program that is not there", async () => {
  const held: number[] = [];
  const hold = () => {
    try {
      return held.push(openSync("/dev/null", "r"));
    } catch {
      return undefined; // none is left
    }
  };
  let started: LaunchedProcess;
  while (hold());
  try {
    for (const fd of held.splice(-1)) closeSync(fd); // for the log
    started = launch(sh("fd", "exec sleep 60"), path.join(dir, "fd.log"), 1000);
  } finally {
    for (const fd of held) closeSync(fd);
  }
  expect((await started.exited).code).toBe(127);
  expect(await started.pid).toBeUndefined();
});

test("a full log is emptied even when it cannot be copied", () => {
  const file = path.join(dir, "full.log");
  writeFileSync(file, "x".repeat(100));
  mkdirSync(`${file}.1`);
  expect(() => rotateLog(file, 50)).toThrow();
  expect(statSync(file).size).toBe(0);
});

test("a program that is not there fails at once and is tried again only when asked", async () => {
  const program = path.join(dir, "later");
  const spec = sh("missing", "", { command: program, args: [] });
  await supervisor.ensure(spec);
  await until(() => expect(supervisor.get("missing")?.state).toBe("failed"));
  writeFileSync(program, "#!/bin/sh\nexec sleep 60\n", { mode: 0o755 });
  await supervisor.ensure(spec);
  await until(() => expect(supervisor.get("missing")?.state).toBe("running"));
});

test("ready follows the check, and a stubborn process is killed after its time", async () => {
  let answers = false;
  const readiness = { check: async () => answers };
  const script = "trap '' TERM; while :; do sleep 1; done";
  await supervisor.ensure(sh("r", script, { readiness, stopTimeoutMs: 300 }));
  await until(() => expect(supervisor.get("r")?.pid).not.toBeNull());
  expect(supervisor.get("r")).toMatchObject({ state: "starting", ready: false });
  answers = true;
  await until(() => expect(supervisor.get("r")).toMatchObject({ state: "running", ready: true }));
  const pid = pidOf("r");
  await supervisor.stop("r");
  expect(isAlive(pid)).toBe(false);
  expect(supervisor.get("r")).toBeUndefined();
});

test("a killed process has given back its port when stop answers", async () => {
  // Memory is given back before sockets are, so that a look too early finds the port still taken.
  const program = `process.on("SIGTERM", () => {});
    const held = Buffer.alloc(6e8, 1);
    const server = require("net").createServer(() => held);
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  const spec = { command: process.execPath, args: ["-e", program], stopTimeoutMs: 100 };
  await supervisor.ensure(sh("port", "", spec));
  await until(() => expect(supervisor.tailLog("port", 1).join("")).toMatch(/^\d+$/));
  const port = Number(supervisor.tailLog("port", 1)[0]);
  await supervisor.stop("port");
  expect(await isPortFree(port)).toBe(true);
});

test("a guard that is killed alone takes its program with it", async () => {
  await supervisor.ensure(sh("guarded", "exec sleep 60"));
  await until(() => expect(supervisor.get("guarded")?.pid).not.toBeNull());
  const first = pidOf("guarded");
  process.kill(guardOf(first), "SIGKILL");
  await until(() => expect(supervisor.get("guarded")?.restarts).toBe(1));
  expect(isAlive(first)).toBe(false);
});

test("children do not see the console's environment", async () => {
  process.env.LAMINA_TEST_SECRET = "hunter2";
  await supervisor.ensure(sh("env", "env; exec sleep 60", { env: { GIVEN: "yes" } }));
  await until(() => expect(supervisor.tailLog("env", 50).join("\n")).toContain("GIVEN=yes"));
  expect(supervisor.tailLog("env", 50).join("\n")).not.toContain("hunter2");
  delete process.env.LAMINA_TEST_SECRET;
});

test("a console that is killed leaves no child behind", async () => {
  const script = path.join(dir, "console.ts");
  const here = JSON.stringify(path.resolve("server/platform/process/supervisor.ts"));
  const logHere = JSON.stringify(path.resolve("server/platform/log/log.ts"));
  writeFileSync(
    script,
    `import { createSupervisor } from ${here}; import { createLog } from ${logHere};
     const d = ${JSON.stringify(path.join(dir, "other"))};
     createSupervisor({ logDir: d, ledgerFile: d + "/p.json", log: createLog("silent") }).then((s) =>
       s.ensure({ id: "c", group: "g", title: "c", command: "/bin/sleep", args: ["60"] }));
     setInterval(() => {}, 1000);`,
  );
  const tsx = path.resolve("node_modules/.bin/tsx");
  const child = spawn(tsx, ["--tsconfig", "tsconfig.json", script], { detached: true });
  const ledger = path.join(dir, "other", "p.json");
  const children = () => JSON.parse(readFileSync(ledger, "utf8")).processes;
  await until(() => expect(children()).toHaveLength(1), 20_000);
  const { pid } = children()[0];
  expect(isAlive(pid)).toBe(true);
  process.kill(-Number(child.pid), "SIGKILL");
  await until(() => expect(isAlive(pid)).toBe(false));
});

test("leftovers of an earlier console are ended, a stranger with the same pid is not", async () => {
  const leftover = spawn("/bin/sleep", ["60"]);
  const stranger = spawn("/bin/sleep", ["60"]);
  const entry = async (pid = 0) => ({ id: "x", pid, token: (await startToken(pid)) ?? "" });
  const processes = [
    await entry(leftover.pid),
    { id: "y", pid: stranger.pid, token: "another boot:1" },
  ];
  const ledgerFile = path.join(dir, "old.json");
  const gone = { id: "console", pid: 1, token: "x" };
  writeFileSync(ledgerFile, JSON.stringify({ console: gone, processes }));
  const next = await createSupervisor({ logDir: dir, ledgerFile, log });
  expect(isAlive(leftover.pid ?? 0)).toBe(false);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
  stranger.kill();
  await next.stopAll();
});

test("a second console on the same folder is refused by name", async () => {
  const ledgerFile = path.join(dir, "busy.json");
  const other = spawn("/bin/sleep", ["60"]);
  const token = (await startToken(other.pid ?? 0)) ?? "";
  const busy = { console: { id: "console", pid: other.pid, token }, processes: [] };
  writeFileSync(ledgerFile, JSON.stringify(busy));
  await expect(createSupervisor({ logDir: dir, ledgerFile, log })).rejects.toThrow(
    `Another Lamina console (pid ${other.pid})`,
  );
  other.kill();
});
