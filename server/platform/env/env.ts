import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "@/server/domain/errors/app-error";
import { trustedProxies } from "@/server/platform/http/client-address";
import { defaultPortRange, type PortRange } from "@/server/platform/ports/ports";

const port = z.coerce.number().int().min(1).max(65_535);
const portRange = z
  .string()
  .regex(/^\d+-\d+$/, "wants two ports, for instance 20000-29999")
  .transform((text): PortRange => {
    const [first = 0, last = 0] = text.split("-").map(Number);
    return { first, last };
  })
  .refine(({ first, last }) => first >= 1024 && last <= 65_535 && last - first >= 99, {
    message: "wants at least 100 ports between 1024 and 65535",
  });

const list = z
  .string()
  .default("")
  .transform((text) => text.split(",").map((entry) => entry.trim().toLowerCase()))
  .transform((entries) => entries.filter((entry) => entry !== ""));

/** Every setting Lamina reads from the environment; docs/configuration.md lists them. */
const environmentSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: port.default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  LAMINA_URL: z.url().optional(),
  LAMINA_ALLOWED_HOSTS: list,
  LAMINA_TRUSTED_PROXIES: list.refine(areNetworks, {
    message: "wants IP addresses or networks, for instance 10.0.0.0/8,192.0.2.1",
  }),
  LAMINA_DATA_DIR: z.string().min(1).default(".lamina"),
  LAMINA_PORT_RANGE: portRange.default(defaultPortRange),
  LAMINA_CACHE_DIR: z.string().min(1).optional(),
  LAMINA_KUBE_ASSETS: z.string().min(1).optional(),
  LAMINA_ASSET_DOWNLOAD: z.enum(["on", "off"]).default("on"),
  LAMINA_ADMIN_EMAIL: z.email().default("admin@lamina.local"),
  LAMINA_ADMIN_PASSWORD: z.string().min(8).optional(),
  LAMINA_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  // Skips fsync in every etcd: only for tests and benchmarks, never for data one wants to keep.
  LAMINA_TEST_FAST: z.enum(["0", "1"]).default("0"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  XDG_CACHE_HOME: z.string().optional(),
});

/** The settings of this process, checked and with their defaults filled in. */
export interface Environment {
  mode: "development" | "production" | "test";
  host: string;
  port: number;
  /** The address users and agents reach, without a trailing slash. */
  url: string;
  /** Further names under which the console may be opened. */
  allowedHosts: readonly string[];
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Where the ports of supervised programs come from. */
  portRange: PortRange;
  dataDir: string;
  cacheDir: string;
  kubeAssetsDir: string | undefined;
  assetDownload: boolean;
  adminEmail: string;
  adminPassword: string | undefined;
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  testFast: boolean;
  /** Undefined means: run the embedded PostgreSQL. */
  databaseUrl: string | undefined;
}

/**
 * Reads and checks the environment once. Throws BAD_INPUT naming each wrong variable.
 * An empty variable counts as not set, as in most shells' scripts.
 */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`);
    throw new AppError("BAD_INPUT", `Environment: ${wrong.join("; ")}`);
  }
  const env = parsed.data;
  return Object.freeze({
    mode: env.NODE_ENV,
    host: env.HOST,
    port: env.PORT,
    url: (env.LAMINA_URL ?? `http://${nameOf(env.HOST)}:${env.PORT}`).replace(/\/+$/, ""),
    allowedHosts: env.LAMINA_ALLOWED_HOSTS,
    trustedProxies: env.LAMINA_TRUSTED_PROXIES,
    portRange: env.LAMINA_PORT_RANGE,
    dataDir: resolve(env.LAMINA_DATA_DIR),
    cacheDir: resolve(
      env.LAMINA_CACHE_DIR ?? join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "lamina"),
    ),
    kubeAssetsDir: env.LAMINA_KUBE_ASSETS,
    assetDownload: env.LAMINA_ASSET_DOWNLOAD === "on",
    adminEmail: env.LAMINA_ADMIN_EMAIL.toLowerCase(),
    adminPassword: env.LAMINA_ADMIN_PASSWORD,
    logLevel: env.LAMINA_LOG_LEVEL,
    testFast: env.LAMINA_TEST_FAST === "1",
    databaseUrl: env.DATABASE_URL,
  });
}

function areNetworks(entries: readonly string[]): boolean {
  try {
    return trustedProxies(entries) !== undefined;
  } catch {
    return false;
  }
}

/** How the machine itself, at least, reaches a console that listens at this address. */
function nameOf(host: string): string {
  if (["127.0.0.1", "::1", "0.0.0.0", "::"].includes(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
