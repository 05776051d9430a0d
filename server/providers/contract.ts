import type { Binaries } from "@/server/domain/control-plane/binaries";
import type { KubeObject } from "@/server/kube/types";
import type { Clock } from "@/server/platform/clock/clock";
import type { Log } from "@/server/platform/log/log";
import type { PortRegistry } from "@/server/platform/ports/ports";
import type { Supervisor } from "@/server/platform/process/supervisor";

/** What a provider that runs inside the console is given. */
export interface ProviderOptions {
  /** Of the management plane whose objects it serves. */
  kubeconfig: string;
  supervisor: Supervisor;
  binaries: Binaries;
  ports: PortRegistry;
  /** `<data>/clusters`: one folder per cluster. */
  dataDir: string;
  /** The stages kwok plays on simulated nodes: `kubernetes/kwok` of this repository. */
  stageDir: string;
  log: Log;
  clock?: Clock;
  /** For tests alone: etcd does not wait for the disk. */
  unsafeNoFsync?: boolean;
}

/** A provider whose reconcilers run in this process, by the Cluster API contract v1beta2. */
export interface ProcessProvider {
  readonly name: string;
  /** True when its machines are played; the console says so wherever they appear. */
  readonly simulated: boolean;
  /** The definitions of its kinds, for the management plane. */
  definitions(): KubeObject[];
  start(options: ProviderOptions): RunningProvider;
}

/** Reconcilers at work. */
export interface RunningProvider {
  /** Resolves when every cluster that was made before answers again, or soon after the signal. */
  answering(signal: AbortSignal): Promise<void>;
  /** Ends the reconcilers; the clusters run on. */
  stop(): Promise<void>;
}
