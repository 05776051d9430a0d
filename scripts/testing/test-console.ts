import { chmodSync, mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort, { portNumbers } from "get-port";
import { signInToConsole, type ConsoleClient } from "@/scripts/console-client";
import { launchConsole, untilConsoleAnswers, type ConsoleProcess } from "@/scripts/console-process";
import { testPortRange } from "@/server/platform/ports/testing/test-ports";
import { processesOf } from "./data-folder-processes";

/** The production build of the console on a data folder of its own. */
export interface TestConsole {
  url: string;
  port: number;
  dataDir: string;
  /** Starts it and waits until it answers. */
  start(env?: Record<string, string>): Promise<ConsoleProcess>;
  /** Starts it without waiting: for starts that must fail. */
  launch(env?: Record<string, string>, argv?: string[]): ConsoleProcess;
  signIn(): Promise<ConsoleClient>;
  /** Everything it wrote so far, all starts together. */
  log(): string;
  /** Kills what a failed test left and removes the folder. */
  destroy(): void;
}

/** The bundle itself, so that a signal meets the console and not its launcher. */
export const bundle = ["--max-semi-space-size=16", "dist/main.js"];
export const launcher = ["bin/lamina.mjs", "start"];

const startMs = 90_000;
/** The first login of every test console. */
export const testLogin = { email: "admin@lamina.local", password: "console-test-password" };

/** Prepares a free port and an empty data folder; needs `npm run build`. */
export async function createTestConsole(
  settings: Record<string, string> = {},
): Promise<TestConsole> {
  if (!existsSync("dist/main.js")) throw new Error("There is no build: npm run build");
  const home = mkdtempSync(join(tmpdir(), "lamina-console-"));
  chmodSync(home, 0o755); // the embedded PostgreSQL may run as another user
  const dataDir = join(home, "data");
  const logFile = join(home, "console.log");
  // Its own port must stay free between two starts as well: not from the range of outgoing connections.
  const { first, last } = testPortRange();
  const port = await getPort({ host: "127.0.0.1", port: portNumbers(last - 99, last) });
  const url = `http://127.0.0.1:${port}`;
  const base = {
    NODE_ENV: "production",
    PORT: String(port),
    LAMINA_PORT_RANGE: `${first}-${last - 100}`,
    LAMINA_URL: url,
    LAMINA_DATA_DIR: dataDir,
    LAMINA_ADMIN_EMAIL: testLogin.email,
    LAMINA_ADMIN_PASSWORD: testLogin.password,
    LAMINA_TEST_FAST: "1",
    DATABASE_URL: "",
    ...settings,
  };
  const launch = (env: Record<string, string> = {}, argv = bundle) =>
    launchConsole({ argv, env: { ...base, ...env }, logFile });
  return {
    url,
    port,
    dataDir,
    launch,
    async start(env) {
      const started = launch(env);
      await untilConsoleAnswers(started, { url, logFile, timeoutMs: startMs });
      return started;
    },
    signIn: () => signInToConsole(url, testLogin),
    log: () => (existsSync(logFile) ? readFileSync(logFile, "utf8") : ""),
    destroy() {
      for (const { pid } of processesOf(home)) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // it ended by itself
        }
      }
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
