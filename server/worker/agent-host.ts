import { existsSync } from "node:fs";
import { join } from "node:path";
import { agentConnectPath } from "@/server/domain/agent/limits";
import { writeDurably } from "@/server/platform/files/write-durably";
import { contentDigest } from "@/server/platform/process/content-digest";
import type { Supervisor } from "@/server/platform/process/supervisor";
import type { AgentHost } from "@/server/reconcilers/cluster/ports";

interface AgentHostOptions {
  supervisor: Supervisor;
  /** `<data>/clusters`. */
  clustersDir: string;
  /** Where agents on this machine reach the console. */
  serverUrl: string;
  helm(): Promise<string>;
}

const idOf = (clusterId: string) => `clusters/${clusterId}/agent`;

/** Runs the agents of clusters on the `local` infrastructure as supervised processes. */
export function createAgentHost(options: AgentHostOptions): AgentHost {
  const { supervisor } = options;
  /** Digests of the kubeconfigs the agents were started with. */
  const started = new Map<string, string>();
  const status = (clusterId: string) => supervisor.get(idOf(clusterId));
  return {
    status,
    serves: (clusterId, kubeconfig) =>
      status(clusterId) !== undefined && started.get(clusterId) === contentDigest(kubeconfig),
    stop: async (clusterId) => {
      started.delete(clusterId);
      await supervisor.stop(idOf(clusterId));
    },
    async start({ clusterId, token, kubeconfig }) {
      const folder = join(options.clustersDir, clusterId, "agent");
      const helm = await options.helm();
      const kubeconfigFile = join(folder, "kubeconfig");
      writeDurably(kubeconfigFile, kubeconfig);
      await supervisor.ensure({
        id: idOf(clusterId),
        group: `clusters/${clusterId}`,
        title: "Agent",
        command: process.execPath,
        args: agentProgram(),
        inputs: contentDigest(kubeconfig),
        env: {
          LAMINA_AGENT_SERVER: `${options.serverUrl.replace(/^http/, "ws")}${agentConnectPath}`,
          LAMINA_AGENT_TOKEN: token,
          LAMINA_AGENT_CLUSTER_ID: clusterId,
          LAMINA_AGENT_KUBECONFIG: kubeconfigFile,
          LAMINA_AGENT_HELM: helm,
          LAMINA_AGENT_DATA: folder,
          // The C library's memory in one piece: a pool per thread costs an idle agent 3 MB.
          MALLOC_ARENA_MAX: "1",
        },
      });
      started.set(clusterId, contentDigest(kubeconfig));
    },
  };
}

/** The bundled agent beside the bundled console; its source while developing. */
function agentProgram(): string[] {
  const bundled = join(process.cwd(), "dist", "agent.js");
  const production = process.env.NODE_ENV === "production" && existsSync(bundled);
  // A small young generation: the agent is idle most of the time, and every cluster has one.
  const lean = ["--max-semi-space-size=1", "--optimize-for-size"];
  return production ? [...lean, bundled] : ["--import", "tsx", "server/agent/main.ts"];
}
