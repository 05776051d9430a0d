import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { assetSettings, createAssetManager, silentLog } from "@/server/assets";
import {
  assetKey,
  assetMilestone,
  assetTable,
  failureGroups,
  isNeededBy,
  isQuiet,
  type AssetState,
} from "@/server/domain/assets";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { messageOf } from "@/server/domain/errors/app-error";
import { readEnvironment, type Environment } from "@/server/platform/env/env";
import { prepareDataFolder } from "@/server/worker/data-folder";
import { checkCluster, pinnedKubectl } from "./cluster-check";
import {
  consoleAnswers,
  credentialsOf,
  signInToConsole,
  type ConsoleClient,
} from "./console-client";
import {
  lastLines,
  launchConsole,
  untilConsoleAnswers,
  type ConsoleProcess,
} from "./console-process";
import {
  demoHelp,
  isNews,
  parseDemoOptions,
  stepLine,
  timelineTable,
  type DemoOptions,
} from "./demo-text";
import { Patience } from "./patience";
import {
  deleteCluster,
  ensureSampleProfile,
  findCluster,
  firstProject,
  samplePools,
  waitForOperation,
  waitUntilHealthy,
} from "./sample-cluster";
import { makeFolder } from "@/server/platform/files/make-folder";

const interrupted = new AbortController();
const startMs = 300_000;
const healthMs = 120_000;
const say = (line = "") => console.log(line);
const patience = new Patience({ say, signal: interrupted.signal });
/** How often something is said while nothing changes. */
const stillMs = 30_000;

/** A console to work with, and the process when we started it ourselves. */
interface Opened {
  api: ConsoleClient;
  own: ConsoleProcess | undefined;
}

async function openConsole(env: Environment): Promise<Opened> {
  if (await consoleAnswers(env.url)) {
    say(`Using the console at ${env.url}`);
    return { api: await signInToConsole(env.url, credentialsOf(env), patience), own: undefined };
  }
  const logFile = join(env.dataDir, "logs", "demo-console.log");
  say(`No console answers at ${env.url}: starting one (log: ${logFile}) …`);
  prepareDataFolder(env.dataDir);
  const own = launchConsole({ argv: ["bin/lamina.mjs", "start"], env: {}, logFile });
  try {
    const { signal } = interrupted;
    const tell = () => say(`Still starting: ${lastLines(logFile, 1).trim()}`);
    const still = setInterval(tell, stillMs).unref();
    await untilConsoleAnswers(own, { url: env.url, logFile, timeoutMs: startMs, signal }).finally(
      () => clearInterval(still),
    );
    return { api: await signInToConsole(env.url, credentialsOf(env), patience), own };
  } catch (error) {
    await own.stop();
    throw error;
  }
}

/** The programs that the cluster waits for: others may be built meanwhile, or never. */
async function neededAssets(api: ConsoleClient, projectId: string, kubernetesVersion: string) {
  const { assets, managementPlane } = await api.system.readiness.query({ projectId });
  const kubernetes = {
    cluster: kubernetesVersion,
    managementPlane: managementPlane.versions.kubernetes,
  };
  return assets.filter((asset) => isNeededBy(asset, kubernetes));
}

/** Waits for the cluster's programs and tells of each: a line per milestone, and one while nothing changes. */
async function untilAssetsReady(look: () => Promise<AssetState[]>): Promise<void> {
  const said = new Map<string, string>();
  let toldAt = Date.now();
  for (;;) {
    const assets = await look();
    for (const asset of assets) {
      const milestone = assetMilestone(asset);
      const first = !said.has(assetKey(asset));
      const quiet = (first && asset.state === "ready") || isQuiet(asset);
      const news = said.get(assetKey(asset)) !== milestone && !quiet;
      if (news) say(assetTable([asset], 160).join(""));
      if (news) toldAt = Date.now();
      said.set(assetKey(asset), milestone);
    }
    const [lost] = failureGroups(assets);
    if (lost) throw new Error(`${lost.text}\n  Next: ${lost.next}`);
    const pending = assets.filter((asset) => asset.state !== "ready");
    if (pending.length === 0) return;
    if (Date.now() - toldAt >= stillMs) {
      say(`Still waiting for ${pending.map((a) => `${a.title} ${a.version}`).join(", ")} …`);
      say(
        assetTable(
          pending.filter((a) => a.progress),
          160,
        ).join("\n"),
      );
      toldAt = Date.now();
    }
    await sleep(1000, undefined, { signal: interrupted.signal });
  }
}

async function deploy(api: ConsoleClient, env: Environment, options: DemoOptions): Promise<void> {
  const profile = await ensureSampleProfile(api, patience);
  const { projectId, versionId } = profile;
  say(`Profile sample-stack ${profile.version}:`);
  for (const layer of profile.layers) say(`  ${layer.name} ${layer.version}`);

  const existing = await findCluster(api, projectId, options.name);
  const clusterId = existing ?? (await createCluster(api, { projectId, versionId }, options.name));
  const { state } = await api.cluster.get.query({ clusterId });
  if (state === "Deleting")
    throw new Error(`${options.name} is being deleted: wait, then run this again.`);
  if (state === "Running") say(`\n${options.name} exists and is Running.`);
  else await follow(api, projectId, clusterId, options);

  const { spec } = await waitUntilHealthy(api, clusterId, {
    timeoutMs: healthMs,
    signal: interrupted.signal,
  });
  const operations = await api.cluster.operations.query({ clusterId });
  const creation = operations.find((operation) => operation.kind === "create");
  say(`\n${timelineTable(creation?.steps ?? [])}`);
  // Somebody may have scaled it since.
  const nodes = spec.pools.reduce((sum, pool) => sum + pool.size, 0);
  await show(api, env, { clusterId, name: options.name, slug: profile.projectSlug, nodes });
}

async function createCluster(
  api: ConsoleClient,
  profile: { projectId: string; versionId: string },
  name: string,
): Promise<string> {
  const { projectId, versionId: profileVersionId } = profile;
  const wanted = { projectId, name, profileVersionId, pools: samplePools };
  const create = async () => (await api.cluster.create.mutate(wanted)).clusterId;
  return patience.once(create, () => findCluster(api, projectId, name));
}

async function follow(
  api: ConsoleClient,
  projectId: string,
  clusterId: string,
  options: DemoOptions,
): Promise<void> {
  say(`\nDeploying ${options.name}: 1 control plane, 3 workers (simulated nodes)`);
  const begun = Date.now();
  const { signal } = interrupted;
  const { spec } = await api.cluster.get.query({ clusterId });
  // A first start builds programs for minutes, and shows it; the time limit is for the deployment.
  await untilAssetsReady(() => neededAssets(api, projectId, spec.kubernetesVersion));
  await waitForOperation(api, clusterId, {
    timeoutMs: options.timeoutMs,
    signal,
    onStep: (step) => isNews(step) && say(stepLine(step, Date.now() - begun)),
  });
  say(`\n${options.name} is Running after ${((Date.now() - begun) / 1000).toFixed(1)} s.`);
}

/** Asks the cluster itself with kubectl and helm, as its user would. */
async function show(
  api: ConsoleClient,
  env: Environment,
  cluster: { clusterId: string; name: string; slug: string; nodes: number },
): Promise<void> {
  const { content } = await patience.until(() =>
    api.cluster.kubeconfig.mutate({ clusterId: cluster.clusterId }),
  );
  const kubeconfig = kubeconfigFile(env, cluster.name);
  makeFolder(join(kubeconfig, ".."), 0o700);
  writeFileSync(kubeconfig, content, { mode: 0o600 });
  chmodSync(kubeconfig, 0o600);
  const assets = createAssetManager({
    ...assetSettings(env, process.env.PATH ?? ""),
    log: silentLog,
  });
  const [kubectl, helm] = await Promise.all([
    assets.ensure("kubectl", pinnedKubectl),
    assets.ensure("helm", pinnedHelm),
  ]);
  const found = await checkCluster({ kubectl, helm, kubeconfig, nodes: cluster.nodes });
  say(`\n$ kubectl get nodes\n${found.nodesTable}\n\n$ helm list -A\n${found.releasesTable}`);
  if (found.problems.length > 0) throw new Error(found.problems.join("\n"));
  say(`
Open it
  Console      ${env.url}/${cluster.slug}/clusters/${cluster.clusterId}
  kubeconfig   ${kubeconfig}
  kubectl      ${kubectl} --kubeconfig ${kubeconfig} get pods -A`);
}

const kubeconfigFile = (env: Environment, name: string) =>
  join(env.dataDir, "kubeconfigs", `${name}.kubeconfig`);

async function remove(api: ConsoleClient, env: Environment, options: DemoOptions): Promise<void> {
  const { id: projectId } = await firstProject(api);
  const id = await findCluster(api, projectId, options.name);
  rmSync(kubeconfigFile(env, options.name), { force: true });
  if (!id) return say(`There is no cluster ${options.name}: nothing to delete.`);
  say(`Deleting ${options.name} …`);
  const begun = Date.now();
  await deleteCluster(
    api,
    { id, name: options.name },
    {
      timeoutMs: options.timeoutMs,
      signal: interrupted.signal,
      onStep: (step) => isNews(step) && say(stepLine(step, Date.now() - begun)),
    },
    patience,
  );
  say(`${options.name} is gone.`);
}

async function main(): Promise<number> {
  const options = parseDemoOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(demoHelp);
    return 0;
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => interrupted.abort(new Error("Interrupted.")));
  }
  const env = readEnvironment(process.env);
  const { api, own } = await openConsole(env);
  try {
    await (options.remove ? remove(api, env, options) : deploy(api, env, options));
    return 0;
  } finally {
    if (own) {
      await own.stop();
      say(
        options.remove
          ? "\nThe console is stopped."
          : "\nThe console is stopped; npm start brings it and the cluster back.",
      );
    }
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`\nlamina: ${messageOf(error)}\n`);
  return 1;
});
// A wait that was abandoned must not keep the process.
process.exit();
