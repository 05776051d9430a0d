"use client";

import type { ProcessGroup } from "@/components/system/process-groups";
import { useStale } from "@/components/access/live-state";
import { ProcessLog } from "@/components/system/process-log";
import { Duration } from "@/components/ui/duration";
import { Panel } from "@/components/ui/panel";
import { StatusBadge, type StatusTone } from "@/components/ui/status";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { formatMiB } from "@/server/domain/text/memory";
import type { ProcessView } from "@/server/domain/system/views";

/** The processes of the console, of the management plane, or of one cluster. */
export function ProcessPanel({ group }: { group: ProcessGroup }) {
  return (
    <Panel
      flush
      title={group.title}
      description={`${group.processes.length} ${group.processes.length === 1 ? "process" : "processes"}, ${formatMiB(group.memoryBytes / 1024 ** 2)}`}
    >
      <Table label={`Processes of ${group.title}`}>
        <Thead>
          <Th>Process</Th>
          <Th>State</Th>
          <Th align="right">PID</Th>
          <Th align="right">Memory</Th>
          <Th align="right">Restarts</Th>
          <Th align="right">Up for</Th>
          <Th align="right">
            <span className="sr-only">Log</span>
          </Th>
        </Thead>
        <Tbody>
          {group.processes.map((process) => (
            <ProcessRow key={process.id} process={process} />
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}

function ProcessRow({ process }: { process: ProcessView }) {
  const look = processLook(process);
  const running = process.startedAt !== null && process.state === "running";
  return (
    <Tr>
      <Td>
        <span className="min-w-0">
          <span className="block font-medium">{process.title}</span>
          {process.message && look.tone !== "ok" ? (
            <span className="block text-xs text-ink-muted wrap-anywhere">{process.message}</span>
          ) : null}
        </span>
      </Td>
      <Td label="State">
        <StatusBadge plain tone={look.tone} label={look.label} stale={useStale()} />
      </Td>
      <Td label="PID" align="right">
        <span className="font-mono text-xs">{process.pid ?? "–"}</span>
      </Td>
      <Td label="Memory" align="right">
        {process.memoryBytes === null ? "–" : formatMiB(process.memoryBytes / 1024 ** 2)}
      </Td>
      <Td label="Restarts" align="right">
        <span className={process.restarts > 0 ? "text-warn-text" : undefined}>
          {process.restarts}
        </span>
      </Td>
      <Td label="Up for" align="right">
        {running && process.startedAt ? <Duration from={process.startedAt} /> : "–"}
      </Td>
      <Td label="Log" align="right">
        <ProcessLog process={process} />
      </Td>
    </Tr>
  );
}

function processLook({ state, ready }: ProcessView): { tone: StatusTone; label: string } {
  switch (state) {
    case "running":
      return ready ? { tone: "ok", label: "Running" } : { tone: "progress", label: "Not ready" };
    case "starting":
      return { tone: "progress", label: "Starting" };
    case "backing-off":
      return { tone: "warn", label: "Restarting soon" };
    case "stopped":
      return { tone: "idle", label: "Stopped" };
    case "failed":
      return { tone: "danger", label: "Failed" };
  }
}
