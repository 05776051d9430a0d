"use client";

import { useStale } from "@/components/access/live-state";
import { useCluster } from "@/components/cluster/cluster-context";
import { nodeGroups, type NodeGroup } from "@/components/cluster/node-groups";
import { ReportsView } from "@/components/cluster/reports-view";
import { PoolFacts } from "@/components/cluster/pool-facts";
import { ReportAge } from "@/components/cluster/report-age";
import { ScaleDialog } from "@/components/cluster/scale-dialog";
import { usePage } from "@/components/cluster/use-page";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { Version } from "@/components/ui/version";
import type { NodeReport } from "@/server/domain/agent/reports";
import { formatQuantity } from "@/server/domain/text/memory";

/** The cluster's machines by pool, with the way to change how many there are. */
export function NodesTab() {
  const cluster = useCluster();
  return (
    <ReportsView loading="Loading nodes">
      {({ nodes }) => (
        <>
          <Callout tone="simulated" title="These nodes are simulated">
            The API server, scheduler and controllers are real; nodes and pods are simulated by
            kwok, so a laptop can run hundreds. No containers run on them.
          </Callout>
          <div className="-mb-3 flex justify-end">
            <ReportAge report={nodes} />
          </div>
          {nodeGroups(cluster.spec.pools, nodes.data).map((group) => (
            <PoolPanel key={group.pool?.name ?? ""} group={group} />
          ))}
        </>
      )}
    </ReportsView>
  );
}

function PoolPanel({ group }: { group: NodeGroup }) {
  const { pool, nodes, ready } = group;
  const [page, shown, setPage] = usePage(nodes);
  const wanted = pool?.size ?? nodes.length;
  const title = pool?.name ?? "Nodes without a pool";
  return (
    <Panel
      flush
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          {title}
          <span className="font-normal text-ink-muted">
            {ready} of {wanted} ready
          </span>
        </span>
      }
      description={
        pool ? <PoolFacts pool={pool} /> : "Their pool was removed. They will be deleted soon."
      }
      actions={pool ? <ScaleDialog pool={pool} /> : null}
    >
      {nodes.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-ink-muted">
          {wanted === 0 ? "This pool has no machines." : "No node has joined yet."}
        </p>
      ) : (
        <Table label={`Nodes of ${title}`}>
          <Thead>
            <Th>Name</Th>
            <Th>State</Th>
            <Th>Kubernetes</Th>
            <Th>Operating system</Th>
            <Th align="right">CPU</Th>
            <Th align="right">Memory</Th>
            <Th align="right">Joined</Th>
          </Thead>
          <Tbody>
            {shown.map((node) => (
              <NodeRow key={node.name} node={node} />
            ))}
          </Tbody>
        </Table>
      )}
      {page.total > page.pageSize ? (
        <div className="border-t px-4 py-2">
          <Pagination {...page} onPage={setPage} />
        </div>
      ) : null}
    </Panel>
  );
}

function NodeRow({ node }: { node: NodeReport }) {
  const stale = useStale();
  const why = node.conditions.find((c) => c.type === "Ready" && c.status !== "True");
  return (
    <Tr>
      <Td>
        <span className="inline-flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{node.name}</span>
          {node.simulated ? <Badge tone="simulated">simulated</Badge> : null}
        </span>
      </Td>
      <Td label="State">
        <StatusBadge
          plain
          stale={stale}
          tone={node.ready ? (node.unschedulable ? "warn" : "ok") : "danger"}
          label={node.ready ? (node.unschedulable ? "Cordoned" : "Ready") : "Not ready"}
        />
        {why ? (
          <span className="block text-xs text-ink-muted">{why.message || why.reason}</span>
        ) : null}
      </Td>
      <Td label="Kubernetes">
        <Version value={node.version} />
      </Td>
      <Td label="Operating system">
        <span className="text-ink-muted">{node.osImage || "–"}</span>
      </Td>
      <Td label="CPU" align="right">
        {node.cpu}
      </Td>
      <Td label="Memory" align="right">
        {formatQuantity(node.memory)}
      </Td>
      <Td label="Joined" align="right">
        <Time at={node.createdAt} className="text-ink-muted" />
      </Td>
    </Tr>
  );
}
