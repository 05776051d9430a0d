"use client";

import { CalendarClock, SearchX } from "lucide-react";
import { ReportsView } from "@/components/cluster/reports-view";
import { z } from "zod";
import { ReportAge } from "@/components/cluster/report-age";
import { usePage } from "@/components/cluster/use-page";
import { useUrlParams } from "@/components/cluster/use-url-params";
import { wordsFit } from "@/components/ui/words-fit";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { SearchInput } from "@/components/ui/search-input";
import { StatusBadge } from "@/components/ui/status";
import { Switch } from "@/components/ui/switch";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { Toolbar } from "@/components/ui/toolbar";
import type { EventReport } from "@/server/domain/agent/reports";

const params = z.object({
  q: z.string().catch(""),
  warnings: z.literal("only").optional().catch(undefined),
});

/** The events that Kubernetes itself records in the cluster, the newest first. */
export function EventsTab() {
  return (
    <ReportsView loading="Loading events">{({ events }) => <Events report={events} />}</ReportsView>
  );
}

function Events({ report }: { report: { reportedAt: string | null; data: EventReport[] } }) {
  const [{ q, warnings }, change] = useUrlParams(params);
  const found = report.data
    .filter((e) => warnings !== "only" || e.type === "Warning")
    .filter((e) => wordsFit(q, [e.reason, e.message, ...Object.values(e.object)]))
    .toSorted((a, b) => b.lastSeen.localeCompare(a.lastSeen));
  const [page, shown, setPage] = usePage(found);
  if (report.data.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<CalendarClock />} title="No events">
          Kubernetes keeps events for an hour. They appear once the agent has reported them.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <>
      <Toolbar end={<ReportAge report={report} />}>
        <SearchInput
          label="Find an event"
          value={q}
          onValueChange={(next) => change({ q: next })}
        />
        <Switch
          label="Warnings only"
          checked={warnings === "only"}
          onCheckedChange={(on) => change({ warnings: on ? "only" : undefined })}
        />
      </Toolbar>
      <Panel flush>
        {found.length === 0 ? (
          <EmptyState icon={<SearchX />} title="No matching events">
            Try another search or clear the filters.
          </EmptyState>
        ) : (
          <Table label="Events">
            <Thead>
              <Th>Reason</Th>
              <Th>Object</Th>
              <Th>Namespace</Th>
              <Th>Message</Th>
              <Th align="right">Count</Th>
              <Th align="right">Last seen</Th>
            </Thead>
            <Tbody>
              {shown.map((event) => (
                <EventRow key={eventKey(event)} event={event} />
              ))}
            </Tbody>
          </Table>
        )}
      </Panel>
      {page.total > page.pageSize ? <Pagination {...page} onPage={setPage} /> : null}
    </>
  );
}

const eventKey = (e: EventReport) =>
  [e.object.kind, e.object.namespace, e.object.name, e.reason, e.message, e.lastSeen].join("/");

function EventRow({ event }: { event: EventReport }) {
  const { kind, namespace, name } = event.object;
  return (
    <Tr>
      <Td className="@2xl:whitespace-nowrap">
        <StatusBadge plain tone={event.type === "Warning" ? "warn" : "idle"} label={event.reason} />
        <span className="sr-only">{event.type}</span>
      </Td>
      <Td label="Object">
        <span className="wrap-anywhere">
          <span className="text-ink-muted">{kind}</span> {name}
        </span>
      </Td>
      <Td label="Namespace" className="@2xl:whitespace-nowrap">
        {namespace || <span className="text-ink-faint">–</span>}
      </Td>
      <Td label="Message">
        <span className="text-ink-muted wrap-anywhere">{event.message}</span>
      </Td>
      <Td label="Count" align="right">
        {event.count}
      </Td>
      <Td label="Last seen" align="right">
        <Time at={event.lastSeen} className="text-ink-muted" />
      </Td>
    </Tr>
  );
}
