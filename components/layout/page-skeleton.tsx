import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** A page before anything of it is known: head, one panel. */
export function PageSkeleton() {
  return (
    <>
      <PageHeader
        title={<Skeleton className="my-1 h-5 w-40" />}
        description={<Skeleton className="my-0.5 h-3.5 w-72" />}
      />
      <PageBody>
        <Panel flush>
          <SkeletonRows label="Loading the page" rows={8} />
        </Panel>
      </PageBody>
    </>
  );
}
