"use client";

import { Container, SearchX } from "lucide-react";
import { z } from "zod";
import { ReportsView } from "@/components/cluster/reports-view";
import { useStale } from "@/components/access/live-state";
import { useCluster } from "@/components/cluster/cluster-context";
import { ReportAge } from "@/components/cluster/report-age";
import { usePage } from "@/components/cluster/use-page";
import { useUrlParams } from "@/components/cluster/use-url-params";
import { wordsFit } from "@/components/ui/words-fit";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { StatusBadge } from "@/components/ui/status";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { Toolbar } from "@/components/ui/toolbar";
import { workloadKinds, type WorkloadReport } from "@/server/domain/agent/reports";

const params = z.object({
  q: z.string().catch(""),
  kind: z.enum(workloadKinds).or(z.literal("all")).catch("all"),
});

/** What runs in the cluster, as its agent sees it. */
export function WorkloadsTab() {
  return (
    <ReportsView loading="Loading workloads">
      {({ workloads }) => <Workloads report={workloads} />}
    </ReportsView>
  );
}

function Workloads({ report }: { report: { reportedAt: string | null; data: WorkloadReport[] } }) {
  const [{ q, kind }, change] = useUrlParams(params);
  const found = report.data.filter(
    (w) =>
      (kind === "all" || w.kind === kind) &&
      wordsFit(q, [w.name, w.namespace, w.kind, w.layer, ...w.images]),
  );
  const [page, shown, setPage] = usePage(found);
  if (report.data.length === 0) return <NoWorkloads reported={report.reportedAt !== null} />;
  return (
    <>
      <Toolbar end={<ReportAge report={report} />}>
        <SearchInput
          label="Find a workload"
          value={q}
          onValueChange={(next) => change({ q: next })}
        />
        <Select
          aria-label="Kind"
          className="w-40"
          value={kind}
          onValueChange={(next) => change({ kind: next === "all" ? undefined : next })}
          options={[
            { value: "all", label: "All kinds" },
            ...workloadKinds.map((value) => ({ value, label: value })),
          ]}
        />
      </Toolbar>
      <Panel flush>
        {found.length === 0 ? (
          <EmptyState icon={<SearchX />} title="No matching workloads">
            Try another search or clear the filters.
          </EmptyState>
        ) : (
          <Table label="Workloads">
            <Thead>
              <Th>Name</Th>
              <Th>Kind</Th>
              <Th>Namespace</Th>
              <Th>Ready</Th>
              <Th>Layer</Th>
              <Th>Images</Th>
              <Th align="right">Created</Th>
            </Thead>
            <Tbody>
              {shown.map((workload) => (
                <WorkloadRow
                  key={`${workload.kind}/${workload.namespace}/${workload.name}`}
                  workload={workload}
                />
              ))}
            </Tbody>
          </Table>
        )}
      </Panel>
      {page.total > page.pageSize ? <Pagination {...page} onPage={setPage} /> : null}
    </>
  );
}

function WorkloadRow({ workload }: { workload: WorkloadReport }) {
  const cluster = useCluster();
  const stale = useStale();
  const { ready, desired, kind } = workload;
  // A finished job and a schedule have nothing that should be running.
  const counted = kind !== "CronJob";
  const layer = cluster.layers.find((l) => l.id === workload.layer)?.name ?? workload.layer;
  return (
    <Tr>
      <Td>
        <span className="font-medium wrap-anywhere">{workload.name}</span>
      </Td>
      <Td label="Kind">{kind}</Td>
      <Td label="Namespace">{workload.namespace}</Td>
      <Td label="Ready">
        {counted ? (
          <StatusBadge
            plain
            stale={stale}
            tone={ready >= desired ? "ok" : "progress"}
            label={`${ready} / ${desired}`}
          />
        ) : (
          <span className="text-ink-muted">Scheduled</span>
        )}
      </Td>
      <Td label="Layer">{layer ?? <span className="text-ink-faint">–</span>}</Td>
      <Td label="Images">
        <span className="font-mono text-xs text-ink-muted wrap-anywhere">
          {workload.images.join(", ")}
        </span>
      </Td>
      <Td label="Created" align="right">
        <Time at={workload.createdAt} className="text-ink-muted" />
      </Td>
    </Tr>
  );
}

function NoWorkloads({ reported }: { reported: boolean }) {
  return (
    <Panel>
      <EmptyState
        icon={<Container />}
        title={reported ? "No workloads yet" : "The agent has not reported yet"}
      >
        {reported
          ? "Deployments, StatefulSets, DaemonSets, Jobs and CronJobs appear here with the layer they belong to."
          : "Workloads appear once the cluster's agent has connected."}
      </EmptyState>
    </Panel>
  );
}
