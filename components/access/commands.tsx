import { Boxes, Layers, Package, Plus, SquareStack } from "lucide-react";
import { clusterTone } from "@/components/cluster/cluster-look";
import { clusterTabs } from "@/components/cluster/cluster-tabs";
import type { ShellCommand } from "@/components/layout/shell-types";
import { StatusBadge } from "@/components/ui/status";
import { Version } from "@/components/ui/version";
import { can } from "@/server/domain/access/grants";
import type { ClusterSummary } from "@/server/domain/cluster/views";
import type { PackSummary } from "@/server/domain/pack/types";
import { sortNewestFirst } from "@/server/domain/pack/version";
import type { ProfileSummaryView } from "@/server/domain/profile/views";
import type { SessionView } from "@/server/domain/tenancy/types";

/** What of a project the command menu finds. */
export interface Findable {
  clusters: readonly ClusterSummary[];
  profiles: readonly ProfileSummaryView[];
  packs: readonly PackSummary[];
}

/** So many clusters bring each of their pages; of more, only the clusters themselves are found. */
const clustersWithPages = 50;

/** Everything that the command menu starts or goes to, apart from the navigation. */
export function commandsOf(
  session: SessionView,
  project: { id: string; slug: string } | undefined,
  { clusters, profiles, packs }: Findable,
): ShellCommand[] {
  if (!project) return [];
  const base = `/${project.slug}`;
  const may = (permission: Parameters<typeof can>[1]) =>
    can(session.grants, permission, project.id);
  const start: (ShellCommand | false)[] = [
    may("cluster.create") && {
      id: "deploy",
      label: "Deploy a cluster",
      icon: <Plus />,
      keywords: ["new", "create"],
      href: `${base}/clusters/new`,
    },
    may("clusterProfile.create") && {
      id: "build",
      label: "Build a profile",
      icon: <SquareStack />,
      keywords: ["new", "create", "stack"],
      href: `${base}/profiles/new`,
    },
  ];
  const pages = clusters
    .slice(0, clustersWithPages)
    .flatMap((cluster) => pagesOf(base, cluster, may("cluster.update"), may("cluster.delete")));
  return [
    ...start.filter((command) => command !== false),
    ...clusters.map((cluster) => clusterCommand(base, cluster)),
    ...pages,
    ...profiles.map((profile) => profileCommand(base, profile)),
    ...packCommands(base, packs),
  ];
}

function clusterCommand(base: string, cluster: ClusterSummary): ShellCommand {
  return {
    id: cluster.id,
    label: cluster.name,
    group: "Clusters",
    icon: <Boxes />,
    keywords: ["cluster", cluster.id, cluster.profile.name],
    hint: <StatusBadge plain tone={clusterTone(cluster)} label={cluster.state} />,
    href: `${base}/clusters/${cluster.id}`,
  };
}

function pagesOf(
  base: string,
  { id, name }: ClusterSummary,
  mayUpdate: boolean,
  mayDelete: boolean,
): ShellCommand[] {
  const page = `${base}/clusters/${id}`;
  const entry = (label: string, href: string): ShellCommand => ({
    id: `${id} ${label}`,
    label: `${name}: ${label}`,
    group: "Cluster pages and actions",
    icon: <Boxes />,
    searchedOnly: true,
    href,
  });
  return [
    ...clusterTabs.slice(1).map(({ path, label }) => entry(label, page + path)),
    ...(mayUpdate
      ? [entry("Update", `${page}?update=newest`), entry("Scale", `${page}/nodes`)]
      : []),
    ...(mayDelete ? [entry("Delete", `${page}/settings`)] : []),
  ];
}

function profileCommand(base: string, { id, name, versions }: ProfileSummaryView): ShellCommand {
  const [newest] = versions;
  return {
    id,
    label: name,
    group: "Profiles",
    icon: <Layers />,
    keywords: ["profile"],
    searchedOnly: true,
    hint: newest ? <Version value={newest.version} /> : undefined,
    href: newest ? `${base}/profiles/${id}/versions/${newest.id}` : `${base}/profiles`,
  };
}

/** Each pack once, in its newest version. */
function packCommands(base: string, packs: readonly PackSummary[]): ShellCommand[] {
  const families = Map.groupBy(packs, ({ registry, name }) => `${registry}/${name}`);
  return [...families.values()].flatMap((versions) => {
    const [newest] = sortNewestFirst(versions);
    if (!newest) return [];
    const { digest, name, displayName, version } = newest;
    return {
      id: digest,
      label: displayName || name,
      group: "Packs",
      icon: <Package />,
      keywords: ["pack", name],
      searchedOnly: true,
      hint: <Version value={version} />,
      href: `${base}/packs/${encodeURIComponent(digest)}`,
    };
  });
}
