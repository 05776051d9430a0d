import type { AssetState } from "@/server/domain/assets";
import type { Tx } from "@/server/db/client";
import type { ProcessStatus } from "@/server/platform/process/types";

/** A reconciler's work: look at this object again. */
export interface WorkItem {
  kind: "cluster";
  tenantId: string;
  id: string;
}

/** The state of the embedded management plane, for the System page. */
export interface ManagementPlaneView {
  state: "waiting-for-assets" | "starting" | "ready" | "degraded" | "failed";
  message: string;
  versions: Record<string, string>;
}

/** What services ask of the rest of the process, as interfaces so that they know no concrete class. */
export interface ServicePorts {
  /** Puts the object into the work queue, in the caller's transaction. */
  enqueue(tx: Tx, item: WorkItem): Promise<void>;
  assets: {
    states(): AssetState[];
    retry(name: string, version: string): void;
  };
  processes: {
    list(): ProcessStatus[];
    tailLog(id: string, lines: number): Promise<string>;
  };
  managementPlane(): ManagementPlaneView;
  /** Memory this machine has and has free, in MiB. */
  memory(): { totalMiB: number; freeMiB: number };
  agents: {
    connected(clusterId: string): boolean;
    /** Tells the agent that its desired state changed or that it should try again now. */
    notify(clusterId: string): void;
  };
}
