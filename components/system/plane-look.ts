import type { StatusTone } from "@/components/ui/status";
import type { ManagementPlaneView } from "@/server/domain/system/views";

const programs: Record<string, string> = { kubernetes: "Kubernetes", clusterApi: "Cluster API" };

/** What a program of the plane is called on a page. */
export function programTitle(key: string): string {
  return programs[key] ?? key;
}

/** How the management plane's state is shown. */
export function planeLook({ state }: Pick<ManagementPlaneView, "state">): {
  tone: StatusTone;
  label: string;
} {
  const looks = {
    "waiting-for-assets": { tone: "idle", label: "Waiting for programs" },
    starting: { tone: "progress", label: "Starting" },
    ready: { tone: "ok", label: "Ready" },
    degraded: { tone: "warn", label: "Degraded" },
    failed: { tone: "danger", label: "Failed" },
  } as const;
  return looks[state];
}
