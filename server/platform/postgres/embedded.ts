import type { ProcessSpec } from "@/server/platform/process/types";
import type { PostgresFiles } from "./cluster-files";

/** Small enough for a laptop; a server sets DATABASE_URL. Durability stays on. */
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "40",
  shared_buffers: "32MB",
  jit: "off",
  log_min_messages: "warning",
};

/** How the supervisor runs the embedded PostgreSQL. SIGINT is its fast shutdown. */
export function postgresProcess(files: PostgresFiles, port: number): ProcessSpec {
  const flags = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  return {
    id: "postgres",
    group: "console",
    title: "PostgreSQL",
    command: files.program,
    args: ["-D", files.dataDir, "-p", String(port), ...flags],
    ...(files.user ? { user: files.user } : {}),
    readiness: { tcp: { host: "127.0.0.1", port } },
    stopSignal: "SIGINT",
    stopTimeoutMs: 15_000,
  };
}

/** The address of a database in it. */
export function postgresUrl(files: PostgresFiles, port: number, database: string): string {
  return `postgres://lamina:${encodeURIComponent(files.password)}@127.0.0.1:${port}/${database}`;
}
