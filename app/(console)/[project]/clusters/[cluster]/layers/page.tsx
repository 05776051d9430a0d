import type { Metadata } from "next";
import { LayersTab } from "@/components/cluster/layers-tab";
import {
  ClusterTab,
  type ClusterPageProps,
} from "@/app/(console)/[project]/clusters/[cluster]/cluster-tab";

export const metadata: Metadata = { title: "Layers" };

export default function Page({ params }: ClusterPageProps) {
  return (
    <ClusterTab params={params} path="/layers" query="reports">
      <LayersTab />
    </ClusterTab>
  );
}
