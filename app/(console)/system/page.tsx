import type { Metadata } from "next";
import { Prefetched } from "@/app/prefetch";
import { SystemPage } from "@/components/system/system-page";
import { requireSession } from "@/server/api/page-caller";

export const metadata: Metadata = { title: "System" };

export default async function Page() {
  await requireSession("/system");
  return (
    <Prefetched queries={(trpc, fill) => [fill(trpc.system.get.queryOptions())]}>
      <SystemPage />
    </Prefetched>
  );
}
