import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);

/** The kubectl of the asset catalogue. */
export const pinnedKubectl = "1.37.2";

const nodeList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      }),
    }),
  ),
});
const releaseList = z.array(
  z.object({ name: z.string(), namespace: z.string(), revision: z.string(), status: z.string() }),
);

/** A Helm release as `helm list` tells it. */
export type Release = z.output<typeof releaseList>[number];

/** What kubectl and helm say of a cluster. */
export interface ClusterCheck {
  nodesTable: string;
  releasesTable: string;
  nodes: string[];
  releases: Release[];
  /** What is not as it should be, one sentence each; empty when all is well. */
  problems: string[];
}

/** Looks at a cluster from outside, through its kubeconfig: nodes ready, releases deployed. */
export async function checkCluster(input: {
  kubectl: string;
  helm: string;
  kubeconfig: string;
  /** How many nodes it must have. */
  nodes: number;
}): Promise<ClusterCheck> {
  const kubectl = (...args: string[]) => output(input.kubectl, input.kubeconfig, args);
  const helm = (...args: string[]) => output(input.helm, input.kubeconfig, args);
  const [nodesTable, nodesJson, releasesTable, releasesJson] = await Promise.all([
    kubectl("get", "nodes"),
    kubectl("get", "nodes", "-o", "json"),
    helm("list", "-A"),
    helm("list", "-A", "-o", "json"),
  ]);
  const { items } = nodeList.parse(JSON.parse(nodesJson));
  const releases = releaseList.parse(JSON.parse(releasesJson));
  const nodes = items.map((node) => node.metadata.name);
  const notReady = items.filter(
    (node) => !node.status.conditions.some((c) => c.type === "Ready" && c.status === "True"),
  );
  const problems = [
    ...(nodes.length === input.nodes ? [] : [`${nodes.length} nodes instead of ${input.nodes}.`]),
    ...notReady.map((node) => `Node ${node.metadata.name} is not Ready.`),
    ...releases
      .filter((release) => release.status !== "deployed")
      .map((release) => `Helm release ${release.name} is ${release.status}.`),
  ];
  return { nodesTable, releasesTable, nodes, releases, problems };
}

async function output(program: string, kubeconfig: string, args: string[]): Promise<string> {
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  const { stdout } = await run(program, args, {
    env,
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.trimEnd();
}
