"use client";

import { Filter, MoreHorizontal, RotateCw, Scaling, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Drawer } from "@/components/ui/drawer";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { Duration } from "@/components/ui/duration";
import { IconButton } from "@/components/ui/icon-button";
import { Id } from "@/components/ui/id";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { SearchInput } from "@/components/ui/search-input";
import { StatusBadge, type StatusTone } from "@/components/ui/status";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Toolbar } from "@/components/ui/toolbar";

const rows: { name: string; tone: StatusTone; state: string; nodes: number; stale?: boolean }[] = [
  { name: "demo", tone: "ok", state: "Running", nodes: 4 },
  { name: "payments-eu", tone: "progress", state: "Installing layers", nodes: 12 },
  { name: "edge-lab-07", tone: "warn", state: "Degraded", nodes: 3 },
  { name: "staging", tone: "danger", state: "Failed", nodes: 1 },
  { name: "archive", tone: "idle", state: "Paused", nodes: 0 },
  { name: "imported-lab", tone: "ok", state: "Running", nodes: 5, stale: true },
  { name: "new-one", tone: "unknown", state: "Unknown", nodes: 0 },
];

const start = "2026-07-30T09:12:44Z";

/** Lists, facts, code and the dialogs around them. */
export function DataExamples() {
  const [query, setQuery] = useState("");
  const found = rows.filter((row) => row.name.includes(query));
  return (
    <>
      <Toolbar
        end={
          <Drawer
            title="Filters"
            description="The list shows what matches all of them."
            trigger={<Button icon={<Filter />}>Filters</Button>}
          >
            <KeyValueList items={[{ label: "State", value: "any" }]} />
          </Drawer>
        }
      >
        <SearchInput value={query} onValueChange={setQuery} label="Find a cluster" />
      </Toolbar>
      <Panel flush>
        <Table label="Clusters">
          <Thead>
            <Th sort={{ direction: "asc" }}>Name</Th>
            <Th>State</Th>
            <Th>Version</Th>
            <Th align="right" sort={{}}>
              Nodes
            </Th>
            <Th>Created</Th>
            <Th align="right">
              <span className="sr-only">Actions</span>
            </Th>
          </Thead>
          <Tbody>
            {found.map((row) => (
              <Row key={row.name} row={row} />
            ))}
          </Tbody>
        </Table>
      </Panel>
      <Pagination page={2} pageSize={25} total={131} />
      <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
        <Panel title="Facts">
          <KeyValueList
            columns={2}
            items={[
              { label: "Cluster id", value: <Id value="cls_9Xk2mQ7tVb4nRw1z" /> },
              { label: "Endpoint", value: <Id value="https://127.0.0.1:41233" /> },
              { label: "Created", value: <Time at={start} absolute /> },
              { label: "Deploy took", value: <Duration from={start} to="2026-07-30T09:13:31Z" /> },
              { label: "Running for", value: <Duration from={start} /> },
              { label: "Nodes", value: <Badge tone="simulated">3 simulated</Badge> },
              { label: "Digest", value: <Id value={`sha256:${"9f2c".repeat(16)}`} /> },
              {
                label: "Docs",
                value: <TextLink href="https://kubernetes.io">kubernetes.io</TextLink>,
              },
            ]}
          />
        </Panel>
        <Panel
          title="Use it from a terminal"
          description="The file holds a client certificate; treat it as a password."
          actions={<IconButton label="Renew" icon={<RotateCw />} size="sm" />}
          footer="Valid for one year."
        >
          <CodeBlock
            prompt
            code={"export KUBECONFIG=~/Downloads/demo.kubeconfig\nkubectl get nodes -o wide"}
          />
        </Panel>
      </div>
    </>
  );
}

function Row({ row }: { row: (typeof rows)[number] }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <Tr>
      <Td>
        <TextLink quiet href="/design">
          {row.name}
        </TextLink>
      </Td>
      <Td label="State">
        <StatusBadge tone={row.tone} label={row.state} stale={row.stale} />
      </Td>
      <Td label="Version">
        <Badge tone="outline">1.37.2</Badge>
      </Td>
      <Td label="Nodes" align="right">
        {row.nodes}
      </Td>
      <Td label="Created">
        <Time at={start} className="text-ink-muted" />
      </Td>
      <Td actions>
        <DropdownMenu
          trigger={
            <IconButton size="sm" label={`Actions for ${row.name}`} icon={<MoreHorizontal />} />
          }
        >
          <MenuItem icon={<Scaling />}>Scale a pool</MenuItem>
          <MenuItem icon={<RotateCw />} hint="R">
            Retry
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 />} onSelect={() => setDeleting(true)}>
            Delete
          </MenuItem>
        </DropdownMenu>
        <ConfirmDialog
          open={deleting}
          onOpenChange={setDeleting}
          title={`Delete ${row.name}?`}
          description="This cannot be undone."
          confirmLabel="Delete cluster"
          typeName={row.name}
          onConfirm={() => undefined}
        >
          <ul className="list-disc pl-5 text-sm text-ink">
            <li>{row.nodes} nodes and what runs on them</li>
            <li>2 volumes with their data</li>
          </ul>
        </ConfirmDialog>
      </Td>
    </Tr>
  );
}
