import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ReportMessage } from "@/server/domain/agent/messages";
import { jittered } from "@/server/domain/agent/rhythm";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import type { RenderedLayer } from "@/server/domain/profile/types";
import { systemClock } from "@/server/platform/clock/clock";
import type { Log } from "@/server/platform/log/log";
import { createKubeClient, type KubeClient } from "@/server/kube/client";
import { Bell } from "./bell";
import type { AgentConfig } from "./config";
import { Helm } from "./helm/helm";
import { StatusBoard } from "./install/board";
import { Charts } from "./install/charts";
import { Installer } from "./install/installer";
import { InventoryStore } from "./install/inventory";
import { Releases } from "./install/releases";
import { AgentLink, type LinkEvents } from "./link/agent-link";
import { PackClient } from "./link/pack-client";
import { Monitor } from "./report/monitor";
import { ReportSender } from "./report/sender";
import { makeFolder } from "@/server/platform/files/make-folder";

const helmTimeoutMs = 300_000;
const installerRhythm = {
  retry: { firstMs: 3000, maxMs: 120_000 },
  unreachable: { firstMs: 150, maxMs: 3000 },
  resyncMs: 300_000,
};
const reconnect = { firstMs: 300, maxMs: 30_000 };
/** Until a server gives another rhythm. */
const quietRhythm = { heartbeatMs: 10_000, jitter: 0.2 };

/** Runs an agent until the signal fires: connection, watches, reports, heartbeats and installer side by side. */
export async function runAgent(
  config: AgentConfig,
  agentVersion: string,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  prepareFolder(config.folder);
  const agent = new Agent(config, agentVersion, log);
  await agent.run(stop);
}

class Agent {
  readonly #monitor: Monitor;
  readonly #installer: Installer;
  readonly #sender: ReportSender;
  readonly #link: AgentLink;
  readonly #api: KubeClient;
  readonly #heartbeatNow = new Bell();
  #wanted: readonly RenderedLayer[] = [];
  #rhythm = quietRhythm;

  constructor(config: AgentConfig, agentVersion: string, log: Log) {
    const { access, clusterId, folder, helm, kubeconfig, readyTimeoutMs } = config;
    const api = openCluster(kubeconfig);
    const bell = new Bell();
    const changed = (kind: ReportMessage["kind"]) => this.#sender.changed(kind);
    const board = new StatusBoard(systemClock, () => changed("layers"));
    const program = new Helm({ helm, kubeconfig, folder, timeoutMs: helmTimeoutMs, log });
    const charts = new Charts(program, new PackClient(access, folder), folder);
    const releases = new Releases(api);
    const inventories = new InventoryStore(api);
    this.#api = api;
    this.#installer = new Installer(
      { api, helm: program, charts, releases, inventories, board, bell, readyTimeoutMs, log },
      installerRhythm,
    );
    this.#monitor = new Monitor({
      api,
      bell,
      layers: () => this.#installer.report(),
      wanted: () => this.#wanted,
      onChange: changed,
      log,
    });
    this.#link = new AgentLink({ access, clusterId, agentVersion, reconnect, log }, this.#events);
    this.#sender = new ReportSender(this.#monitor.sources(), (m) => this.#link.send(m));
  }

  async run(stop: AbortSignal): Promise<void> {
    await Promise.all([
      this.#link.start(stop),
      this.#monitor.start(stop),
      this.#installer.start(stop),
      this.#heartbeats(stop),
    ]);
    this.#sender.stop();
    this.#api.close();
  }

  readonly #events: LinkEvents = {
    message: (message) => {
      if (message.type === "welcome") {
        this.#rhythm = { heartbeatMs: message.heartbeatMs, jitter: message.jitter };
        this.#sender.restart();
        this.#heartbeatNow.ring();
      } else if (message.type === "desired") {
        this.#wanted = message.layers;
        this.#installer.setDesired(message);
        // Which layer a workload belongs to may have changed.
        this.#sender.changed("workloads");
      } else this.#installer.retry();
    },
    down: () => this.#sender.stop(),
  };

  /** A heartbeat at once after each welcome, then in the server's rhythm. */
  async #heartbeats(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if (this.#link.up) this.#link.send({ type: "heartbeat" });
      const { heartbeatMs, jitter } = this.#rhythm;
      await this.#heartbeatNow.wait(jittered(heartbeatMs, jitter, Math.random()), stop);
    }
  }
}

function openCluster(kubeconfig: string): KubeClient {
  try {
    return createKubeClient(readFileSync(kubeconfig, "utf8"), { folder: dirname(kubeconfig) });
  } catch (cause) {
    throw new AppError("BAD_INPUT", `${kubeconfig}: ${messageOf(cause)}`, { cause });
  }
}

/** An agent that was killed may have left a file with values: it goes first. */
function prepareFolder(folder: string): void {
  makeFolder(folder, 0o700);
  rmSync(join(folder, "work"), { recursive: true, force: true });
}
