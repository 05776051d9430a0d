import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { AppError } from "@/server/domain/errors/app-error";
import { serverUrl, type ServerAccess } from "./link/server-access";

/** What an agent must know to start. */
export interface AgentConfig {
  access: ServerAccess;
  clusterId: string;
  kubeconfig: string;
  helm: string;
  /** A private folder: charts, packs and short-lived files. */
  folder: string;
  readyTimeoutMs: number;
  logLevel: string;
}

const options = {
  server: { type: "string" },
  "token-file": { type: "string" },
  "cluster-id": { type: "string" },
  kubeconfig: { type: "string" },
  helm: { type: "string" },
  data: { type: "string" },
  pin: { type: "string" },
} as const;

const needed = (what: string) =>
  z.string({ error: `Missing: ${what}.` }).min(1, `Missing: ${what}.`);
const schema = z.object({
  server: needed("LAMINA_AGENT_SERVER or --server, the address of Lamina (wss://…)"),
  token: needed("LAMINA_AGENT_TOKEN or --token-file, the agent's token"),
  clusterId: needed("LAMINA_AGENT_CLUSTER_ID or --cluster-id"),
  kubeconfig: needed("LAMINA_AGENT_KUBECONFIG or --kubeconfig"),
  helm: needed("LAMINA_AGENT_HELM or --helm, the path of Helm"),
  folder: needed("LAMINA_AGENT_DATA or --data, a folder for the agent"),
  pin: z.string().optional(),
  readyTimeoutMs: z.coerce.number().int().min(1000).default(300_000),
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

/**
 * Reads flags and environment. The token is never a flag: other users of the machine can read those.
 * `WebSocket` addresses may carry the connect path; it is not needed.
 */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): AgentConfig {
  const { values } = parseFlags(args);
  const tokenFile = values["token-file"];
  const parsed = schema.safeParse({
    server: values.server ?? env.LAMINA_AGENT_SERVER,
    token: tokenFile === undefined ? env.LAMINA_AGENT_TOKEN : readToken(tokenFile),
    clusterId: values["cluster-id"] ?? env.LAMINA_AGENT_CLUSTER_ID,
    kubeconfig: values.kubeconfig ?? env.LAMINA_AGENT_KUBECONFIG,
    helm: values.helm ?? env.LAMINA_AGENT_HELM,
    folder: values.data ?? env.LAMINA_AGENT_DATA,
    pin: values.pin ?? env.LAMINA_AGENT_SERVER_PIN,
    readyTimeoutMs: env.LAMINA_AGENT_READY_TIMEOUT_MS,
    logLevel: env.LAMINA_AGENT_LOG,
  });
  if (!parsed.success) {
    throw new AppError("BAD_INPUT", parsed.error.issues.map((issue) => issue.message).join("\n"));
  }
  const { server, token, pin, ...rest } = parsed.data;
  const access = { url: serverUrl(server), token, ...(pin !== undefined && { pin }) };
  return { access, ...rest };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new AppError("BAD_INPUT", text, { cause: error });
  }
}

function readToken(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new AppError("BAD_INPUT", `The token file ${file} cannot be read.`, { cause });
  }
}
