import type { ProcessStatus } from "@/server/platform/process/types";

export type ManagementPlaneState =
  /** A program is not there yet; nothing can be started. */
  | "waiting-for-assets"
  | "starting"
  | "ready"
  /** It was ready, and a part does not answer now. */
  | "degraded"
  /** It cannot start; the message says why. It is tried again all the same. */
  | "failed"
  | "stopped";

/** What the System page shows. */
export interface ManagementPlaneStatus {
  state: ManagementPlaneState;
  message: string;
  /** What it waits for, as a noun, while it starts. */
  waitingFor: string | undefined;
  versions: { kubernetes: string; etcd: string; clusterApi: string };
  /** Address of the API server; null while it has none. */
  server: string | null;
  processes: ProcessStatus[];
}
