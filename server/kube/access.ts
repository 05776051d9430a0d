import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { messageOf } from "@/server/domain/errors/app-error";
import { parseYaml } from "@/server/domain/yaml/parse";
import { KubeError } from "./errors";

/** Where a kubeconfig comes from. */
export interface KubeconfigSource {
  /**
   * The folder of its file. Only a kubeconfig with a folder may name files and programs: a text that
   * somebody hands in must not make this machine read or run anything.
   */
  folder?: string;
}

/** How to reach an API server and as whom. */
export interface KubeAccess {
  server: string;
  insecure: boolean;
  serverName?: string | undefined;
  ca?: Buffer | undefined;
  cert?: Buffer | undefined;
  key?: Buffer | undefined;
  token?: string | undefined;
  /** Wins over `token`; read for each request, because others renew it. */
  tokenFile?: string | undefined;
  /** A login program, a login plug-in or a proxy: `identity.ts` gets the library for those. */
  needsLibrary: boolean;
}

const text = z.string().nullish();
const named = <T extends z.ZodType>(key: string, value: T) =>
  z.array(z.object({ name: z.string(), [key]: value.nullish() })).nullish();
const clusterSchema = z.object({
  server: text,
  "certificate-authority": text,
  "certificate-authority-data": text,
  "tls-server-name": text,
  "insecure-skip-tls-verify": z.boolean().nullish(),
  "proxy-url": text,
});
const userSchema = z.looseObject({
  "client-certificate": text,
  "client-certificate-data": text,
  "client-key": text,
  "client-key-data": text,
  token: text,
  tokenFile: text,
});
const contextSchema = z.object({ cluster: text, user: text });
const configSchema = z.object({
  "current-context": text,
  clusters: named("cluster", z.unknown()),
  users: named("user", z.unknown()),
  contexts: named("context", z.unknown()),
});
type Entries = z.output<typeof configSchema>["clusters"];

/** What a user may hold without the library; anything else set is a way to log in that it knows. */
const plainKeys = new Set([...Object.keys(userSchema.shape), "extensions"]);

/** Reads the current context. Throws INVALID when it cannot be used. */
export function readAccess(kubeconfig: string, source: KubeconfigSource = {}): KubeAccess {
  try {
    // An unreadable text gives no data, which is no kubeconfig either.
    const { data } = parseYaml(kubeconfig, { lenient: true });
    return accessOf(configSchema.parse(data), source);
  } catch (cause) {
    // Not the parser's own message: it quotes the text, which holds keys.
    const what = cause instanceof Unusable ? cause.message : "it is no kubeconfig";
    throw new KubeError("INVALID", `The kubeconfig cannot be used: ${what}.`);
  }
}

function accessOf(config: z.output<typeof configSchema>, { folder }: KubeconfigSource): KubeAccess {
  const context = contextSchema.parse(
    entry(config.contexts, config["current-context"], "context") ?? {},
  );
  const cluster = clusterSchema.parse(entry(config.clusters, context.cluster, "cluster") ?? {});
  const user = userSchema.parse(entry(config.users, context.user, "user") ?? {});
  if (!cluster.server) throw new Unusable("it names no cluster to talk to");
  const extra = Object.keys(user).some((key) => !plainKeys.has(key) && Boolean(user[key]));
  if (extra && folder === undefined) {
    throw new Unusable("its user logs in by a program or a plug-in, and it is not a file of ours");
  }
  const { "tls-server-name": serverName, "proxy-url": proxy } = cluster;
  return {
    server: cluster.server,
    insecure: cluster["insecure-skip-tls-verify"] === true,
    serverName: serverName ?? undefined,
    ca: content(cluster, "certificate-authority", folder),
    cert: content(user, "client-certificate", folder),
    key: content(user, "client-key", folder),
    token: user.token || undefined,
    tokenFile: user.tokenFile ? inFolder(folder, user.tokenFile) : undefined,
    needsLibrary: extra || Boolean(proxy),
  };
}

function entry(entries: Entries, name: string | null | undefined, key: string): unknown {
  return entries?.find((candidate) => candidate.name === name)?.[key];
}

function content(
  holder: Readonly<Record<string, unknown>>,
  key: string,
  folder: string | undefined,
): Buffer | undefined {
  const inline = holder[`${key}-data`];
  if (typeof inline === "string" && inline !== "") return Buffer.from(inline, "base64");
  const file = holder[key];
  if (typeof file !== "string" || file === "") return undefined;
  const path = inFolder(folder, file);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Unusable(`${key} cannot be read: ${messageOf(cause)}`);
  }
}

function inFolder(folder: string | undefined, file: string): string {
  if (folder === undefined) {
    throw new Unusable(`it refers to the file ${file}; put the content itself into it`);
  }
  return resolve(folder, file);
}

/** A reason in our own words, which may be shown. */
class Unusable extends Error {}
