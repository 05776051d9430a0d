import type { Metadata } from "next";
import { EventsTab } from "@/components/cluster/events-tab";
import {
  ClusterTab,
  type ClusterPageProps,
} from "@/app/(console)/[project]/clusters/[cluster]/cluster-tab";

export const metadata: Metadata = { title: "Events" };

export default function Page({ params }: ClusterPageProps) {
  return (
    <ClusterTab params={params} path="/events" query="reports">
      <EventsTab />
    </ClusterTab>
  );
}
