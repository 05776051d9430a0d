import { OverviewTab } from "@/components/cluster/overview-tab";
import { ClusterTab, type ClusterPageProps } from "./cluster-tab";

export default function Page({ params }: ClusterPageProps) {
  return (
    <ClusterTab params={params} path="" query="operations">
      <OverviewTab />
    </ClusterTab>
  );
}
