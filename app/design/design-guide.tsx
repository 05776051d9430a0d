"use client";

import {
  Activity,
  Boxes,
  Component,
  HardDriveDownload,
  Layers,
  LayoutDashboard,
  Plus,
  Settings,
  Users,
} from "lucide-react";
import { AppShell } from "@/components/layout/app-shell";
import { ScopeSwitcher } from "@/components/layout/scope-switcher";
import type { NavItem } from "@/components/layout/shell-types";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { StatusBadge } from "@/components/ui/status";
import { TabLinks } from "@/components/ui/tabs";
import { DataExamples } from "./data-examples";
import { FeedbackExamples } from "./feedback-examples";
import { FormExamples } from "./form-examples";
import { TokenExamples } from "./token-examples";

const nav: NavItem[] = [
  { href: "/design", label: "Overview", icon: <LayoutDashboard />, exact: true },
  { href: "/design/clusters", label: "Clusters", icon: <Boxes />, badge: 3 },
  { href: "/design/profiles", label: "Profiles", icon: <Layers />, section: "Build" },
  { href: "/design/packs", label: "Packs", icon: <Component />, section: "Build" },
  { href: "/design/activity", label: "Activity", icon: <Activity />, section: "Run" },
  { href: "/design/assets", label: "Assets", icon: <HardDriveDownload />, section: "Run" },
  { href: "/design/people", label: "People", icon: <Users />, section: "Govern" },
  { href: "/design/settings", label: "Settings", icon: <Settings />, section: "Govern" },
];

const projects = ["Default", "Payments", "Edge lab"].map((name) => ({
  id: name,
  name,
  href: "/design",
}));

/** The guide itself, inside the shell it documents. */
export function DesignGuide() {
  return (
    <AppShell
      nav={nav}
      homeHref="/design"
      user={{ name: "Ada Lindqvist", email: "ada@example.org" }}
      scope={
        <ScopeSwitcher
          tenant={{ name: "Acme" }}
          project={{ id: "Default", name: "Default" }}
          projects={projects}
        />
      }
      footer="Lamina 0.1.0"
    >
      <PageHeader
        breadcrumbs={
          <Breadcrumbs items={[{ label: "Clusters", href: "/design" }, { label: "demo" }]} />
        }
        title="demo"
        badges={<StatusBadge tone="ok" label="Running" />}
        description="Kubernetes 1.37.2 on the local provider, from profile web-stack 1.4.0."
        actions={
          <>
            <Button>Download kubeconfig</Button>
            <Button variant="primary" icon={<Plus />}>
              Add pool
            </Button>
          </>
        }
        tabs={
          <TabLinks
            label="Cluster"
            tabs={[
              { href: "/design", label: "Overview", exact: true },
              { href: "/design/layers", label: "Layers", badge: 7 },
              { href: "/design/nodes", label: "Nodes" },
              { href: "/design/workloads", label: "Workloads" },
              { href: "/design/events", label: "Events" },
              { href: "/design/timeline", label: "Timeline" },
            ]}
          />
        }
      />
      <PageBody>
        <DataExamples />
        <FormExamples />
        <FeedbackExamples />
        <TokenExamples />
      </PageBody>
    </AppShell>
  );
}
