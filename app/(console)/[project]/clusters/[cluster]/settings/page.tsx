import type { Metadata } from "next";
import { SettingsTab } from "@/components/cluster/settings-tab";
import {
  ClusterTab,
  type ClusterPageProps,
} from "@/app/(console)/[project]/clusters/[cluster]/cluster-tab";

export const metadata: Metadata = { title: "Settings" };

export default function Page({ params }: ClusterPageProps) {
  return (
    <ClusterTab params={params} path="/settings" query="reports">
      <SettingsTab />
    </ClusterTab>
  );
}
