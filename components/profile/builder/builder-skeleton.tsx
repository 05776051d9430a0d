import { Skeleton } from "@/components/ui/skeleton";

/** The builder's shape while it loads. */
export function BuilderSkeleton() {
  return (
    <output className="block">
      <span className="sr-only">Loading the profile</span>
      <div className="flex h-14 items-center gap-4 border-b bg-surface px-4">
        <Skeleton className="max-w-56" />
        <Skeleton className="ml-auto max-w-32" />
      </div>
      <div className="flex flex-col lg:flex-row">
        <div className="space-y-3 p-4 lg:w-88 lg:border-r">
          {["a", "b", "c", "d", "e"].map((key) => (
            <Skeleton key={key} className="h-12" />
          ))}
        </div>
        <div className="hidden flex-1 space-y-3 p-4 lg:block">
          <Skeleton className="h-10 max-w-96" />
          <Skeleton className="h-64" />
        </div>
      </div>
    </output>
  );
}
