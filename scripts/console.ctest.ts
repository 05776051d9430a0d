import { symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startPostgres, withDatabase, type TestPostgres } from "@/server/db/testing/start-postgres";
import { untilConsoleAnswers } from "./console-process";
import { ensureSampleProfile } from "./sample-cluster";
import { processesOf, type FolderProcess } from "./testing/data-folder-processes";
import {
  bundle,
  createTestConsole,
  launcher,
  testLogin,
  type TestConsole,
} from "./testing/test-console";

let lamina: TestConsole;
beforeEach(async () => {
  lamina = await createTestConsole();
});
afterEach(() => lamina.destroy());

const stopMs = 25_000;
const nothingLeft = () =>
  vi.waitFor(() => expect(processesOf(lamina.dataDir)).toEqual([]), {
    timeout: stopMs,
    interval: 200,
  });

/** The lines for people; structured log lines begin with a brace. */
const sentences = () =>
  lamina
    .log()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("{"));

describe("a start that cannot work says why in one sentence and leaves nothing running", () => {
  test("the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(lamina.port, "127.0.0.1", resolve));
    expect(await lamina.launch().ended).toBe(1);
    other.close();
    expect(sentences()).toEqual([
      expect.stringContaining(`lamina: Port ${lamina.port} is taken: stop the program`),
    ]);
    await nothingLeft();
  });

  test("the data folder cannot be written", async () => {
    const file = join(dirname(lamina.dataDir), "file");
    writeFileSync(file, "");
    expect(await lamina.launch({ LAMINA_DATA_DIR: join(file, "data") }).ended).toBe(1);
    expect(sentences()).toEqual([
      expect.stringMatching(/^lamina: The data folder .* cannot be written/),
    ]);
    await nothingLeft();
  });

  test.skipIf(process.platform !== "linux").each([
    ["the console", bundle, 20_000],
    ["its launcher, which may build first", launcher, 150_000],
  ])("the data folder is where no folder can be made: %s", async (_, argv, limitMs) => {
    const begun = Date.now();
    expect(await lamina.launch({ LAMINA_DATA_DIR: "/proc/x" }, argv).ended).toBe(1);
    expect(Date.now() - begun).toBeLessThan(limitMs);
    expect(sentences().at(-1)).toMatch(/^lamina: The data folder \/proc\/x cannot be written/);
  });

  test("the data folder is a link to nowhere", async () => {
    symlinkSync(join(dirname(lamina.dataDir), "gone"), lamina.dataDir);
    expect(await lamina.launch().ended).toBe(1);
    expect(sentences()).toEqual([
      expect.stringMatching(/is a link to .*gone, which does not exist/),
    ]);
  });

  test("the database of DATABASE_URL accepts the connection and says nothing", async () => {
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const DATABASE_URL = `postgres://someone:secret-word@127.0.0.1:${port}/wanted`;
    const begun = Date.now();
    expect(await lamina.launch({ DATABASE_URL }).ended).toBe(1);
    silent.close();
    expect(Date.now() - begun).toBeLessThan(20_000);
    expect(sentences()).toEqual([expect.stringMatching(/cannot be reached: no answer/)]);
  });

  test("the database of DATABASE_URL does not answer", async () => {
    const DATABASE_URL = "postgres://someone:secret-word@127.0.0.1:1/wanted";
    expect(await lamina.launch({ DATABASE_URL }).ended).toBe(1);
    expect(sentences()).toEqual([
      expect.stringMatching(/^lamina: The database wanted at 127\.0\.0\.1:1 .* cannot be reached/),
    ]);
    expect(lamina.log()).not.toContain("secret-word");
    await nothingLeft();
  });

  test("a setting is wrong", async () => {
    expect(await lamina.launch({ LAMINA_LOG_LEVEL: "loud" }).ended).toBe(1);
    expect(sentences()).toEqual([expect.stringContaining("LAMINA_LOG_LEVEL")]);
  });

  test("Node is too old", async () => {
    const versions = `{value:{...process.versions,node:"18.20.0"}}`;
    const pretend = `data:text/javascript,Object.defineProperty(process,"versions",${versions})`;
    expect(await lamina.launch({}, ["--import", pretend, ...launcher]).ended).toBe(1);
    expect(sentences()).toEqual([
      expect.stringMatching(/^lamina: Node 18\.20\.0 is too old: install/),
    ]);
  });
});

test("the terminal says where to sign in and with what", async () => {
  const running = await lamina.start();
  const told = () => sentences().map((line) => line.trim());
  await vi.waitFor(() => expect(told()).toContain("Lamina is ready"));
  expect(told()).toEqual(
    expect.arrayContaining([
      `Console   ${lamina.url}`,
      `Email     ${testLogin.email}`,
      `Password  ${testLogin.password}`,
    ]),
  );
  await lamina.signIn();
  expect(await running.stop()).toBe(0);
  await nothingLeft();
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s ends the console with all its children, in order",
  async (signal) => {
    const running = await lamina.start();
    await untilPlaneRuns();
    const begun = Date.now();
    running.signal(signal);
    expect(await running.ended).toBe(0);
    expect(Date.now() - begun).toBeLessThan(stopMs);
    expect(processesOf(lamina.dataDir)).toEqual([]);
  },
);

test("a second signal ends a console whose stop hangs, and leaves nothing either", async () => {
  const running = await lamina.start();
  // A stopped PostgreSQL hears no signal: the stop in order waits for it.
  const isServer = (p: FolderProcess) => !p.guard && p.commandLine.includes("bin/postgres -D");
  const server = processesOf(lamina.dataDir).find(isServer);
  process.kill(server?.pid ?? 0, "SIGSTOP");
  running.signal("SIGINT");
  running.signal("SIGINT"); // at once: the launcher passes on what the terminal has sent already
  const first = await Promise.race([running.ended, sleep(2_000, "goes on")]);
  expect(first).toBe("goes on");
  const begun = Date.now();
  running.signal("SIGINT");
  expect(await running.ended).toBe(1);
  expect(Date.now() - begun).toBeLessThan(2_000);
  await nothingLeft();
});

test("a console that is stopped while it starts leaves nothing", async () => {
  const running = lamina.launch();
  await untilStarting("bin/postgres");
  running.signal("SIGTERM");
  expect(await running.ended).toBe(0);
  await nothingLeft();
});

describe("with a database of its own", () => {
  let server: TestPostgres;
  beforeEach(async () => {
    server = await startPostgres();
  });
  afterEach(() => server.stop());

  test("it starts as a role that may make roles and is no superuser, and stops", async () => {
    await withDatabase(server.url("postgres"), async (sql) => {
      await sql`create role keeper login createrole password 'keeper-word'`;
      await sql`create database wanted owner keeper`;
    });
    const address = new URL(server.url("wanted"));
    address.username = "keeper";
    address.password = "keeper-word";
    const running = await lamina.start({ DATABASE_URL: address.href });
    await ensureSampleProfile(await lamina.signIn());
    expect(processesOf(lamina.dataDir).some((p) => /postgres/.test(p.commandLine))).toBe(false);
    expect(await running.stop()).toBe(0);
    expect(lamina.log()).not.toContain("keeper-word");
    await nothingLeft();
  });
});

test("a killed console leaves no process, and the next start finds all data again", async () => {
  const first = await lamina.start();
  const made = await ensureSampleProfile(await lamina.signIn());
  await untilPlaneRuns();
  await first.kill();
  await nothingLeft();

  const second = await lamina.start();
  const found = await ensureSampleProfile(await lamina.signIn());
  expect(found).toEqual(made);
  expect(await second.stop()).toBe(0);
  await nothingLeft();
});

test("a second console on the same data folder is refused while the first lives", async () => {
  const first = await lamina.start();
  const second = lamina.launch({ PORT: String(lamina.port + 1) });
  expect(await second.ended).toBe(1);
  expect(sentences().at(-1)).toMatch(/^lamina: Another Lamina console \(pid \d+\) uses/);
  expect(await first.stop()).toBe(0);
  await nothingLeft();
});

test("a signal to the launcher ends the console in order", async () => {
  const started = lamina.launch({}, launcher);
  const logFile = join(dirname(lamina.dataDir), "console.log");
  await untilConsoleAnswers(started, { url: lamina.url, logFile, timeoutMs: 120_000 });
  started.signal("SIGTERM");
  expect(await started.ended).toBe(0);
  expect(processesOf(lamina.dataDir)).toEqual([]);
});

test.each([
  ["start", launcher, "dist/main.js"],
  ["start --dev", [...launcher, "--dev"], "server/main.ts"],
])("when the launcher of `%s` is killed at once, nothing stays", async (_, argv, program) => {
  const started = lamina.launch({}, argv);
  await untilStarting(program);
  await started.kill();
  await nothingLeft();
});

test("when the launcher is killed, the console ends as well", async () => {
  const started = lamina.launch({}, launcher);
  const logFile = join(dirname(lamina.dataDir), "console.log");
  await untilConsoleAnswers(started, { url: lamina.url, logFile, timeoutMs: 120_000 });
  await started.kill();
  await nothingLeft();
});

/** A process of this program is there. */
const untilStarting = (program: string) =>
  vi.waitFor(
    () => {
      const programs = processesOf(lamina.dataDir).filter((p) => !p.guard);
      expect(programs.some((p) => p.commandLine.includes(program))).toBe(true);
    },
    { timeout: 60_000, interval: 20 },
  );

/** Several programs are up, so that there is something to stop. */
const untilPlaneRuns = () =>
  vi.waitFor(
    () => {
      const programs = processesOf(lamina.dataDir).filter((p) => !p.guard);
      expect(programs.some((p) => p.commandLine.includes("cluster-api-core"))).toBe(true);
    },
    { timeout: 60_000, interval: 200 },
  );
