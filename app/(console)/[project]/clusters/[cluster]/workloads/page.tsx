import type { Metadata } from "next";
import { WorkloadsTab } from "@/components/cluster/workloads-tab";
import {
  ClusterTab,
  type ClusterPageProps,
} from "@/app/(console)/[project]/clusters/[cluster]/cluster-tab";

export const metadata: Metadata = { title: "Workloads" };

export default function Page({ params }: ClusterPageProps) {
  return (
    <ClusterTab params={params} path="/workloads" query="reports">
      <WorkloadsTab />
    </ClusterTab>
  );
}
