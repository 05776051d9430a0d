import type { Metadata } from "next";
import { NodesTab } from "@/components/cluster/nodes-tab";
import {
  ClusterTab,
  type ClusterPageProps,
} from "@/app/(console)/[project]/clusters/[cluster]/cluster-tab";

export const metadata: Metadata = { title: "Nodes and pools" };

export default function Page({ params }: ClusterPageProps) {
  return (
    <ClusterTab params={params} path="/nodes" query="reports">
      <NodesTab />
    </ClusterTab>
  );
}
