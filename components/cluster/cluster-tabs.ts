/** The pages of a cluster, each with its path below the cluster's address. */
export const clusterTabs = [
  { path: "", label: "Overview" },
  { path: "/timeline", label: "Timeline" },
  { path: "/layers", label: "Layers" },
  { path: "/nodes", label: "Nodes & pools" },
  { path: "/workloads", label: "Workloads" },
  { path: "/events", label: "Events" },
  { path: "/settings", label: "Settings" },
] as const;
