import type { ConnectionTarget, HttpsTarget } from "./readiness";

/** How a process ended. */
export interface ProcessExit {
  code: number | null;
  signal: string | null;
  /** ISO time. */
  at: string;
}

/** How to tell that a process does its work, not only runs. */
export type Readiness =
  | { url: string }
  | { https: HttpsTarget }
  | { tcp: ConnectionTarget }
  | { check: (signal: AbortSignal) => Promise<boolean> };

/** One child process the console keeps alive. */
export interface ProcessSpec {
  /** Unique name, also the name of the log file: `plane/etcd`. */
  id: string;
  /** What belongs together on the page: a cluster, the management plane. */
  group: string;
  title: string;
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Digest of the files it reads only at its start, such as a kubeconfig: another one restarts it. */
  inputs?: string;
  cwd?: string;
  /** Runs as this user, e.g. because PostgreSQL refuses to run as root. */
  user?: { uid: number; gid: number };
  readiness?: Readiness;
  /** Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** After this it is killed. Default 10 s. */
  stopTimeoutMs?: number;
  /** When many stop together, lower numbers go first: clients before what they talk to. Default 0. */
  stopOrder?: number;
  /** Called after each end, wanted or not. */
  onExit?: (exit: ProcessExit) => void;
}

export type ProcessState =
  | "starting"
  | "running"
  | "backing-off"
  /** It was asked to stop. */
  | "stopped"
  /** It cannot be started at all; nothing is tried until `ensure` is called again. */
  | "failed";

/** What is known of a process now. */
export interface ProcessStatus {
  id: string;
  group: string;
  title: string;
  command: string;
  pid: number | null;
  state: ProcessState;
  ready: boolean;
  /** Starts after the first one, since this console started. */
  restarts: number;
  startedAt: string | null;
  rssBytes: number | null;
  lastExit: ProcessExit | null;
  logFile: string;
  /** One line for people: what it does or why it does not. */
  message: string;
}
