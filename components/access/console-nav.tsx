import { Boxes, Gauge, House, Layers, Package } from "lucide-react";
import type { NavItem } from "@/components/layout/shell-types";
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
