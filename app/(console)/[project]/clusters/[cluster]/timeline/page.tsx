import type { Metadata } from "next";
import { TimelineTab } from "@/components/cluster/timeline-tab";
import {
  ClusterTab,
  type ClusterPageProps,
} from "@/app/(console)/[project]/clusters/[cluster]/cluster-tab";

export const metadata: Metadata = { title: "Timeline" };

export default function Page({ params }: ClusterPageProps) {
  return (
    <ClusterTab params={params} path="/timeline" query="operations">
      <TimelineTab />
    </ClusterTab>
  );
}
