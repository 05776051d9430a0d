import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** A cluster's page before the cluster is known: the same head, tabs and first panel. */
export function FrameSkeleton() {
  return (
    <>
      <PageHeader
        breadcrumbs={<Skeleton className="h-4.5 w-28" />}
        title={<Skeleton className="my-1 h-5 w-56" />}
        description={<Skeleton className="my-0.5 h-3.5 w-72" />}
        actions={<Skeleton className="h-8 w-44" />}
        tabs={
          <div className="flex h-9 items-center gap-4 border-b pointer-coarse:h-11">
            <Skeleton className="w-full max-w-xl" />
          </div>
        }
      />
      <PageBody>
        <PanelSkeleton />
      </PageBody>
    </>
  );
}

/** A tab of a cluster before its content is known. */
export function PanelSkeleton() {
  return (
    <Panel flush>
      <SkeletonRows label="Loading the cluster" rows={7} />
    </Panel>
  );
}
