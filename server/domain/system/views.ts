import type { AssetState } from "@/server/domain/assets";
import { withoutHostPaths } from "@/server/domain/text/host-paths";

export interface ManagementPlaneView {
  state: "waiting-for-assets" | "starting" | "ready" | "degraded" | "failed";
  message: string;
  /** What it waits for, as a noun, while it starts. */
  waitingFor?: string | undefined;
  /** Program → version. */
  versions: Record<string, string>;
}

/** The plane as people of a project see it: where the machine keeps its files is left out. */
export function planeWithoutHost(plane: ManagementPlaneView): ManagementPlaneView {
  return { ...plane, message: withoutHostPaths(plane.message) };
}

/** A child process of the console as its page shows it. */
export interface ProcessView {
  id: string;
  /** What it belongs to: `console`, `management-plane` or a cluster's id. */
  group: string;
  title: string;
  pid: number | null;
  state: "starting" | "running" | "backing-off" | "stopped" | "failed";
  ready: boolean;
  restarts: number;
  startedAt: string | null;
  memoryBytes: number | null;
  message: string;
}

/** The installation as its administrator sees it. */
export interface SystemView {
  assets: AssetState[];
  managementPlane: ManagementPlaneView;
  processes: ProcessView[];
  memory: { totalMiB: number; freeMiB: number };
}
