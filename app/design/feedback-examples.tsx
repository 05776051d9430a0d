"use client";

import { Boxes, Plus } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { ForbiddenState } from "@/components/ui/forbidden-state";
import { NotFoundState } from "@/components/ui/not-found-state";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { Tabs } from "@/components/ui/tabs";

/** What the console says: notes, progress, and the states a page can be in. */
export function FeedbackExamples() {
  return (
    <>
      <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
        <div className="flex flex-col gap-2">
          <Callout title="Assets are being prepared">The console works meanwhile.</Callout>
          <Callout tone="warning" title="2 nodes ask for more memory than is free">
            They need 6 GB, 3.2 GB are free.
          </Callout>
          <Callout
            tone="danger"
            title="The API server does not answer"
            action={<Button size="sm">Open log</Button>}
          >
            Last seen 14:03:22.
          </Callout>
          <Callout tone="simulated" title="Simulated nodes">
            The API server is real; its nodes run no containers.
          </Callout>
        </div>
        <Panel title="Progress and badges">
          <div className="flex flex-col gap-4">
            <Progress label="Layers installed" value={62} />
            <Progress label="Waiting" />
            <Progress label="Memory" value={91} tone="warn" />
            <div className="flex flex-wrap gap-1.5">
              {(
                [
                  "neutral",
                  "accent",
                  "ok",
                  "info",
                  "warn",
                  "danger",
                  "simulated",
                  "outline",
                ] as const
              ).map((tone) => (
                <Badge key={tone} tone={tone}>
                  {tone}
                </Badge>
              ))}
              <Spinner className="text-accent-text" />
            </div>
          </div>
        </Panel>
      </div>
      <Panel title="States of a page" flush>
        <Tabs
          label="States"
          className="px-4 pb-4"
          tabs={[
            {
              value: "empty",
              label: "Empty",
              content: (
                <EmptyState
                  icon={<Boxes />}
                  title="No clusters yet"
                  action={
                    <Button variant="primary" icon={<Plus />}>
                      Deploy a cluster
                    </Button>
                  }
                >
                  A cluster is deployed from a profile and stays what the profile says.
                </EmptyState>
              ),
            },
            { value: "loading", label: "Loading", badge: 5, content: <SkeletonRows /> },
            {
              value: "error",
              label: "Error",
              content: (
                <ErrorState
                  message="The database did not answer within 5 seconds."
                  next="Check that PostgreSQL is running, then try again."
                  requestId="req_8f3kd02"
                  onRetry={() => undefined}
                />
              ),
            },
            {
              value: "forbidden",
              label: "Forbidden",
              content: <ForbiddenState permission="cluster.create" />,
            },
            { value: "missing", label: "Not found", content: <NotFoundState what="cluster" /> },
          ]}
        />
      </Panel>
    </>
  );
}
