import { createHmac } from "node:crypto";
import type { Server } from "node:http";
import { join } from "node:path";
import { systemClock } from "@/server/platform/clock/clock";
import type { Environment } from "@/server/platform/env/env";
import type { Change } from "@/server/domain/live/change";
import { createConsoleLog } from "@/server/platform/log/log";
import { createPortRegistry } from "@/server/platform/ports/ports";
import { keepRotated, openLog } from "@/server/platform/process/log-file";
import { createSupervisor } from "@/server/platform/process/supervisor";
import { loadMasterKey } from "@/server/platform/secrets/master-key";
import { readOrMakeSecret } from "@/server/platform/secrets/secret-file";
import { WorkQueue } from "@/server/queue/queue";
import { createAddressKeys } from "@/server/services/auth/address-keys";
import { keepAddressesCurrent } from "@/server/services/auth/addresses";
import { forgetAgentConnections } from "@/server/services/agent/identity";
import type { ServiceDeps } from "@/server/services/kit/context";
import { createKeyring } from "@/server/services/kit/keyring";
import { syncBundledPacks } from "@/server/services/pack/sync-bundled";
import { ensureFirstTenant, type FirstLogin } from "@/server/services/tenancy/first-run";
import { isNull } from "drizzle-orm";
import { inSystem } from "@/server/db/client";
import { clusters } from "@/server/db/schema";
import { ChangeFeed } from "./change-feed";
import { ClusterRuntime } from "./cluster-runtime";
import { prepareDataFolder } from "./data-folder";
import { startDatabase } from "./database";
import { loadBundledPacks } from "./load-packs";
import { WorkerLoop } from "./loop";

/** A running console: what the route handlers get, and how to end it. */
export interface RunningConsole {
  deps: {
    services: ServiceDeps;
    secrets: { session: string; worker: string };
    url: string;
    drain(maxMs: number): Promise<number>;
    subscribe(tenantId: string, listener: (change: Change) => void): () => void;
  };
  /** Null once an administrator chose an own login. */
  login: FirstLogin | null;
  /** Resolves with the reason when it must not go on. */
  lost: Promise<Error>;
  stop(): Promise<void>;
}

/** Starts everything behind the pages, in the order in which parts need each other. */
export async function startConsole(env: Environment, server: Server): Promise<RunningConsole> {
  prepareDataFolder(env.dataDir);
  const log = startLog(env);
  const feed = new ChangeFeed(log);
  const supervisor = await createSupervisor({
    logDir: join(env.dataDir, "logs"),
    ledgerFile: join(env.dataDir, "processes.json"),
    log,
    onChange: () => feed.systemChanged(),
  });
  const ports = createPortRegistry(join(env.dataDir, "ports.json"), env.portRange);
  const stopEarly = (error: unknown) => supervisor.stopAll().then(() => Promise.reject(error));
  const database = await startDatabase(env, {
    supervisor,
    ports,
    migrations: "drizzle",
    log,
  }).catch(stopEarly);
  const masterKey = loadMasterKey(join(env.dataDir, "master.key"));
  const queue = new WorkQueue(database.url, log);
  await queue.start();

  const runtime = new ClusterRuntime({ env, log, supervisor, ports, queue, feed });
  const services: ServiceDeps = {
    db: database.db,
    clock: systemClock,
    log,
    keyring: createKeyring(masterKey),
    addressKeys: createAddressKeys(masterKey),
    ports: runtime.servicePorts,
  };
  const login = await ensureFirstTenant(services, env);
  await keepAddressesCurrent(services);
  await syncBundledPacks(services, await loadBundledPacks("packs", log));
  await forgetAgentConnections(services);
  await feed.start(database.sql);
  const pool = runtime.start(services, server);
  const loop = new WorkerLoop(pool, log);
  await loop.start(database.sql);
  await enqueueAllClusters(services, queue);

  const session = createHmac("sha256", masterKey.key).update("session").digest("hex");
  const worker = readOrMakeSecret(join(env.dataDir, "worker.secret"));
  return {
    deps: {
      services,
      secrets: { session, worker },
      url: env.url,
      drain: (maxMs) => pool.drain(maxMs),
      subscribe: (tenantId, listener) => feed.subscribe(tenantId, listener),
    },
    login,
    lost: database.lost,
    async stop() {
      await loop.stop();
      await runtime.stop();
      await queue.stop();
      await database.close();
      await supervisor.stopAll();
    },
  };
}

/** After a start every cluster is looked at once: whatever happened meanwhile is repaired. */
async function enqueueAllClusters(services: ServiceDeps, queue: WorkQueue): Promise<void> {
  const live = await inSystem(services.db, (tx) =>
    tx
      .select({ id: clusters.id, tenantId: clusters.tenantId })
      .from(clusters)
      .where(isNull(clusters.deletedAt)),
  );
  for (const { id, tenantId } of live) await queue.enqueueNow({ kind: "cluster", tenantId, id });
}

function startLog(env: Environment) {
  const file = join(env.dataDir, "logs", "console.log");
  const log = createConsoleLog(env.logLevel, openLog(file));
  keepRotated(file, (error) => log.warn({ err: error }, "the log cannot be rotated"));
  return log;
}
