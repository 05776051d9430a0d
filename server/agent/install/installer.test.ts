import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { KubeError } from "@/server/kube/errors";
import { layer } from "@/server/agent/testing/layer";
import { Bell } from "@/server/agent/bell";
import { systemClock } from "@/server/platform/clock/clock";
import { createLog } from "@/server/platform/log/log";
import { StatusBoard } from "./board";
import { Installer } from "./installer";
import type { InventoryStore } from "./inventory";
import type { InstallDeps } from "./layer-install";
import type { Releases } from "./releases";

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

test("a cluster that forbids the agent to look is said at every layer, and is not asked without a pause", async () => {
  let asked = 0;
  const refused = async () => {
    asked += 1;
    const text = 'secrets is forbidden: User "lamina" cannot list resource "secrets"';
    throw new KubeError("FORBIDDEN", text, { status: 403 });
  };
  const board = new StatusBoard(systemClock, () => {});
  const deps: Partial<InstallDeps> = {
    board,
    bell: new Bell(),
    log: createLog("silent"),
    releases: { all: refused } as unknown as Releases,
    inventories: { all: async () => [] } as unknown as InventoryStore,
  };
  const soon = { firstMs: 1, maxMs: 1 };
  const rhythm = { retry: { firstMs: 60_000, maxMs: 60_000 }, unreachable: soon, resyncMs: 60_000 };
  const installer = new Installer(deps as InstallDeps, rhythm);
  const stop = new AbortController();
  const running = installer.start(stop.signal);
  installer.setDesired({ generation: 1, kubernetesVersion: "1.37.2", layers: [layer("web")] });
  await sleep(50);
  expect(asked).toBeLessThanOrEqual(2);
  expect(board.get("web")).toMatchObject({ state: "Error", code: "AGENT_FORBIDDEN" });
  expect(board.get("web")?.message).toContain('cannot list resource "secrets"');
  stop.abort();
  await running;
});

test("under a new generation of the same layers, only what was still at work counts as worked on", () => {
  const board = new StatusBoard(systemClock, () => {});
  const deps: Partial<InstallDeps> = { board, bell: new Bell(), log: createLog("silent") };
  const pause = { firstMs: 1, maxMs: 1 };
  const installer = new Installer(deps as InstallDeps, {
    retry: pause,
    unreachable: pause,
    resyncMs: 60_000,
  });
  const layers = ["done", "busy", "broken"].map((name) => layer(name));
  const wish = (generation: number) =>
    installer.setDesired({ generation, kubernetesVersion: "1.37.2", layers });
  wish(1);
  board.show(layers.map(({ layerId, name }) => ({ layerId, name, version: "1", digest: "d" })));
  for (const { layerId } of layers) board.start(layerId, "");
  board.change("done", { state: "Ready", reason: "Ready" });
  board.change("broken", { state: "Error", reason: "HelmFailed" });

  wish(2);
  expect(installer.report()).toMatchObject({
    generation: 2,
    layers: [
      { name: "done", state: "Ready", attempt: 0 },
      { name: "busy", state: "Installing", attempt: 1 },
      { name: "broken", state: "Error", attempt: 1 },
    ],
  });
});
