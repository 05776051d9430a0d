import type { AssetState } from "@/server/domain/assets";
import type { ManagementPlaneView } from "@/server/domain/system/views";
import type { Tx } from "@/server/db/client";
import type { WorkItem } from "@/server/queue/queue";
import type { ProcessStatus } from "@/server/platform/process/types";

/** What services ask of the rest of the process, as interfaces so that they know no concrete class. */
export interface ServicePorts {
  /** The printed first password has been replaced: nothing may show it any more. */
  forgetFirstLogin(): void;
  /** Puts the object into the work queue, in the caller's transaction. */
  enqueue(tx: Tx, item: WorkItem): Promise<void>;
  assets: {
    states(): AssetState[];
    retry(name: string, version: string): void;
    /** A cluster waits for it: before all others. */
    need(name: string, version: string): void;
    /** Somebody asks for it: a deferred one is prepared next. */
    prepare(name: string, version: string): void;
    /** Holds a deferred one back; throws CONFLICT for one that is needed. */
    pause(name: string, version: string): void;
  };
  processes: {
    list(): ProcessStatus[];
    tailLog(id: string, lines: number): Promise<string>;
  };
  managementPlane(): ManagementPlaneView;
  /** The program that renders charts, once it is ready. */
  helm(): string | null;
  /** Memory this machine has and has free, in MiB. */
  memory(): { totalMiB: number; freeMiB: number };
  agents: {
    connected(clusterId: string): boolean;
    /** Its cluster's desired state may have changed: the agent is sent the newest. */
    desiredChanged(clusterId: string): void;
    /** What failed is tried again now instead of after its pause. */
    retry(clusterId: string): void;
  };
}
