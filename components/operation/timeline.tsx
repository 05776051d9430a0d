"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { History, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { useCan } from "@/components/access/session";
import { OperationCard } from "@/components/operation/operation-card";
import { isOpen } from "@/components/operation/operation-look";
import { supportText } from "@/components/operation/support-text";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError, QueryView } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useNow } from "@/components/ui/use-now";
import { toast } from "@/components/ui/toast";
import type { ClusterSummary, OperationView } from "@/server/domain/cluster/views";

type Cluster = Pick<ClusterSummary, "id" | "name" | "projectId" | "state">;

/** Every long action on a cluster with all its steps, the newest first. */
export function Timeline({
  cluster,
  only,
  fix,
}: {
  cluster: Cluster;
  only?: "newest";
  /** The button for failures that another profile version fixes. */
  fix?: ReactNode;
}) {
  const trpc = useTRPC();
  const query = useQuery(trpc.cluster.operations.queryOptions({ clusterId: cluster.id }));
  return (
    <section aria-label="Timeline" className="flex flex-col gap-3">
      <QueryView
        query={query}
        permission="cluster.get"
        skeleton={
          <Panel flush>
            <SkeletonRows label="Loading the timeline" rows={6} />
          </Panel>
        }
      >
        {(operations) =>
          operations.length === 0 ? (
            <NothingYet />
          ) : (
            <Operations
              cluster={cluster}
              operations={only === "newest" ? operations.slice(0, 1) : operations}
              alone={only !== "newest" && operations.length === 1}
              fix={fix}
            />
          )
        }
      </QueryView>
    </section>
  );
}

function NothingYet() {
  return (
    <Panel>
      <EmptyState icon={<History />} title="No operations yet">
        Every deployment, update, scaling and deletion is listed here with its steps.
      </EmptyState>
    </Panel>
  );
}

function Operations({
  cluster,
  operations,
  alone,
  fix,
}: {
  cluster: Cluster;
  operations: readonly OperationView[];
  /** A page with nothing but one folded line would hide what it is for. */
  alone: boolean;
  fix: ReactNode;
}) {
  const retry = useRetry(cluster);
  const now = useNow();
  return (
    <>
      <MutationError title="Retry was refused" error={retry.error} />
      {operations.map((operation, index) => (
        <OperationCard
          key={operation.id}
          operation={operation}
          unfolded={alone}
          fix={index === 0 ? fix : undefined}
          actions={
            <>
              {index === 0 && mayNeedRetry(operation, now) && retry.allowed ? (
                <Button size="sm" icon={<RotateCw />} loading={retry.busy} onClick={retry.run}>
                  Retry
                </Button>
              ) : null}
              <CopyButton
                label="Copy for support"
                text={() =>
                  supportText(operation, {
                    cluster: `${cluster.name} (${cluster.id})`,
                    address: window.location.href,
                    now: new Date(),
                  })
                }
              />
            </>
          }
        />
      ))}
    </>
  );
}

/** After this long a person may well be impatient; most operations are over by then. */
const patienceMs = 60_000;

/** Something failed, or it takes long: the person need not wait for the next attempt. */
function mayNeedRetry(operation: OperationView, now: number | undefined): boolean {
  if (!isOpen(operation)) return false;
  const troubled = operation.steps.some((s) => s.state === "Failed" || s.code !== null);
  const started = new Date(operation.startedAt).getTime();
  return troubled || (now !== undefined && now - started > patienceMs);
}

function useRetry(cluster: Cluster) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const allowed = useCan("cluster.update", cluster.projectId);
  const mutation = useMutation(
    trpc.cluster.retry.mutationOptions({
      onSuccess: () => {
        toast.success("Retrying now");
        void queryClient.invalidateQueries(trpc.cluster.pathFilter());
      },
    }),
  );
  return {
    allowed: allowed && cluster.state !== "Deleted",
    busy: mutation.isPending,
    error: mutation.error,
    run: () => mutation.mutate({ clusterId: cluster.id }),
  };
}
