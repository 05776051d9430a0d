import { Boxes, Gauge, House, Layers, Package, Plus, SquareStack } from "lucide-react";
import type { NavItem, ShellCommand } from "@/components/layout/shell-types";
import { can } from "@/server/domain/access/grants";
import type { SessionView } from "@/server/domain/tenancy/types";

type Project = SessionView["projects"][number];

/** The places this person may go to. */
export function navOf(session: SessionView, project: Project | undefined): NavItem[] {
  const { grants } = session;
  const items: (NavItem | false)[] = project
    ? [
        { href: `/${project.slug}`, label: "Home", icon: <House />, exact: true },
        can(grants, "cluster.list", project.id) && {
          href: `/${project.slug}/clusters`,
          label: "Clusters",
          icon: <Boxes />,
        },
        can(grants, "clusterProfile.list", project.id) && {
          href: `/${project.slug}/profiles`,
          label: "Profiles",
          icon: <Layers />,
        },
        can(grants, "packRegistry.list", project.id) && {
          href: `/${project.slug}/packs`,
          label: "Packs",
          icon: <Package />,
        },
      ]
    : [];
  items.push(
    can(grants, "privateGateway.get", null) && {
      href: "/system",
      label: "System",
      icon: <Gauge />,
      section: "Installation",
    },
  );
  return items.filter((item) => item !== false);
}

/** What can be started from the command menu. */
export function commandsOf(
  session: SessionView,
  project: Project | undefined,
  clusters: readonly { id: string; name: string }[],
): ShellCommand[] {
  if (!project) return [];
  const { grants } = session;
  const commands: (ShellCommand | false)[] = [
    can(grants, "cluster.create", project.id) && {
      id: "deploy",
      label: "Deploy a cluster",
      icon: <Plus />,
      keywords: ["new", "create"],
      href: `/${project.slug}/clusters/new`,
    },
    can(grants, "clusterProfile.create", project.id) && {
      id: "build",
      label: "Build a profile",
      icon: <SquareStack />,
      keywords: ["new", "create", "stack"],
      href: `/${project.slug}/profiles/new`,
    },
    ...clusters.map(({ id, name }): ShellCommand => ({
      id,
      label: name,
      group: "Clusters",
      icon: <Boxes />,
      keywords: ["cluster", id],
      href: `/${project.slug}/clusters/${id}`,
    })),
  ];
  return commands.filter((command) => command !== false);
}
