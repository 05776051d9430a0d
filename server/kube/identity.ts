import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import type { KubeAccess, KubeconfigSource } from "./access";

/** Adds to a request what makes it ours: TLS, credentials, and the pool of open connections. */
export interface Identity {
  options(): Promise<https.RequestOptions>;
  close(): void;
}

const pool = { keepAlive: true, maxSockets: 32 };

/** Certificates and tokens, which is what clusters of ours use. */
export function plainIdentity(access: KubeAccess): Identity {
  const { ca, cert, key, serverName: servername, insecure, token, tokenFile } = access;
  const tls = { ca, cert, key, servername, rejectUnauthorized: !insecure };
  const agent = access.server.startsWith("http:")
    ? new http.Agent(pool)
    : new https.Agent({ ...pool, ...tls });
  return {
    async options() {
      const bearer = tokenFile === undefined ? token : (await readFile(tokenFile, "utf8")).trim();
      const headers = bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` };
      return { agent, headers };
    },
    close: () => agent.destroy(),
  };
}

/**
 * Login programs, login plug-ins and proxies by the official library. It costs about 90 MB of memory,
 * so it is loaded by the first request that needs it and by nobody else.
 */
export function libraryIdentity(
  kubeconfig: string,
  access: KubeAccess,
  source: KubeconfigSource,
): Identity {
  const agent = access.server.startsWith("http:") ? new http.Agent(pool) : new https.Agent(pool);
  const load = async () => {
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    if (source.folder !== undefined) config.makePathsAbsolute(source.folder);
    return config;
  };
  let loading: ReturnType<typeof load> | undefined;
  return {
    async options() {
      const config = await (loading ??= load());
      const options: https.RequestOptions = { headers: {} };
      await config.applyToHTTPSOptions(options);
      // The library's own agent opens a connection per request; a proxy needs it all the same.
      return config.getCurrentCluster()?.proxyUrl ? options : { ...options, agent };
    },
    close: () => agent.destroy(),
  };
}
