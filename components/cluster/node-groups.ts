import type { NodeReport } from "@/server/domain/agent/reports";
import { labels } from "@/server/domain/cluster/kube-names";
import type { Pool } from "@/server/domain/cluster/types";

/** A pool with the nodes it has; `pool` is null for nodes that no pool asked for. */
export interface NodeGroup {
  pool: Pool | null;
  nodes: NodeReport[];
  ready: number;
}

/** The nodes by pool, in the order of the pools; equal nodes stand together, broken ones first. */
export function nodeGroups(pools: readonly Pool[], nodes: readonly NodeReport[]): NodeGroup[] {
  const poolOf = (node: NodeReport) =>
    pools.find((pool) => pool.name === node.labels[labels.pool]) ??
    pools.find((pool) => pool.role === "control-plane" && node.role === "control-plane");
  const group = (pool: Pool | null, own: readonly NodeReport[]): NodeGroup => ({
    pool,
    ready: own.filter((node) => node.ready).length,
    nodes: own.toSorted(
      (a, b) =>
        Number(a.ready) - Number(b.ready) || a.name.localeCompare(b.name, "en", { numeric: true }),
    ),
  });
  const strays = nodes.filter((node) => poolOf(node) === undefined);
  return [
    ...pools.map((pool) =>
      group(
        pool,
        nodes.filter((node) => poolOf(node) === pool),
      ),
    ),
    ...(strays.length > 0 ? [group(null, strays)] : []),
  ];
}
