"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw, ScrollText } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { ProcessView } from "@/server/domain/system/views";

/** The button and drawer with the last lines of a process's log, asked again every few seconds. */
export function ProcessLog({ process }: { process: Pick<ProcessView, "id" | "title"> }) {
  const [open, setOpen] = useState(false);
  return (
    <Drawer
      open={open}
      onOpenChange={setOpen}
      size="lg"
      title={`Log of ${process.title}`}
      description="The last 300 lines, updated live."
      trigger={
        <Button
          size="sm"
          variant="ghost"
          icon={<ScrollText />}
          aria-label={`View log of ${process.title}`}
        >
          View log
        </Button>
      }
    >
      {open ? <LogText id={process.id} /> : null}
    </Drawer>
  );
}

function LogText({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.system.processLog.queryOptions({ id, lines: 300 }),
    refetchInterval: 3_000,
    staleTime: 0,
  });
  return (
    <QueryView query={query} skeleton={<SkeletonRows label="Loading the log" rows={8} />}>
      {({ text }) => (
        <div className="flex flex-col gap-2">
          <div className="flex justify-end gap-2">
            <CopyButton showLabel label="Copy" text={text} />
            <Button
              size="sm"
              icon={<RotateCw />}
              loading={query.isFetching}
              onClick={() => void query.refetch()}
            >
              Refresh
            </Button>
          </div>
          <LogLines text={text} />
        </div>
      )}
    </QueryView>
  );
}

/** Drawn from the bottom up, so that it stays at the newest line as they come. */
function LogLines({ text }: { text: string }) {
  if (text.trim() === "") {
    return <p className="py-8 text-center text-sm text-ink-muted">The log is empty.</p>;
  }
  return (
    <div className="flex max-h-[70dvh] flex-col-reverse overflow-auto rounded-md border bg-sunken">
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must scroll by keyboard too
        tabIndex={0}
        aria-label="Log"
        className="px-3 py-2 font-mono text-2xs leading-4 wrap-anywhere whitespace-pre-wrap focus-visible:-outline-offset-2"
      >
        {text}
      </pre>
    </div>
  );
}
