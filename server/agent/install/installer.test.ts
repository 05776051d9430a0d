import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Bell } from "@/server/agent/bell";
import { systemClock } from "@/server/platform/clock/clock";
import { createLog } from "@/server/platform/log/log";
import { StatusBoard } from "./board";
import { Installer } from "./installer";
import type { InstallDeps } from "./layer-install";

test("a retry before the first wish leaves the agent waiting, not spinning", async () => {
  const pause = { firstMs: 1, maxMs: 1 };
  const deps: Partial<InstallDeps> = {
    board: new StatusBoard(systemClock, () => {}),
    bell: new Bell(),
    log: createLog("silent"),
  };
  // Without a wish nothing else of the cluster is touched.
  const rhythm = { retry: pause, unreachable: pause, resyncMs: 60_000 };
  const installer = new Installer(deps as InstallDeps, rhythm);
  const stop = new AbortController();
  const running = installer.start(stop.signal);
  installer.retry();
  // A loop that never waits would keep this timer from firing.
  await sleep(50);
  expect(installer.report()).toBeUndefined();
  stop.abort();
  await running;
});
