import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "@/server/platform/log/log";
import { createSupervisor, type Supervisor } from "@/server/platform/process/supervisor";
import { createAgentHost } from "./agent-host";

let dir: string;
let supervisor: Supervisor;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "lamina-agent-host-"));
  const log = createLog("silent");
  supervisor = await createSupervisor({ logDir: dir, ledgerFile: join(dir, "p.json"), log });
});
afterEach(async () => {
  await supervisor.stopAll();
  rmSync(dir, { recursive: true, force: true });
});

test("an agent serves with the kubeconfig it was started with, until it is started with another", async () => {
  let helmIsThere = true;
  const helm = async () => {
    if (helmIsThere) return "/bin/true";
    throw new Error("helm is being built");
  };
  const agents = createAgentHost({
    supervisor,
    clustersDir: dir,
    serverUrl: "http://127.0.0.1:1",
    helm,
  });
  const clusterId = "cls_agenthost";
  const start = (kubeconfig: string) => agents.start({ clusterId, token: "t", kubeconfig });
  expect(agents.serves(clusterId, "one")).toBe(false);
  await start("one");
  expect(agents.serves(clusterId, "one")).toBe(true);
  expect(agents.serves(clusterId, "two")).toBe(false);

  helmIsThere = false;
  await expect(start("two")).rejects.toThrow("helm");
  expect(agents.serves(clusterId, "two")).toBe(false);
  helmIsThere = true;
  await start("two");
  expect(agents.serves(clusterId, "two")).toBe(true);
  expect(readFileSync(join(dir, clusterId, "agent", "kubeconfig"), "utf8")).toBe("two");

  await agents.stop(clusterId);
  expect(agents.serves(clusterId, "two")).toBe(false);
});
