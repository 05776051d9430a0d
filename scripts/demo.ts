import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assetSettings, createAssetManager, silentLog } from "@/server/assets";
import { assetKey, assetMilestone, assetTable } from "@/server/domain/assets";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { messageOf } from "@/server/domain/errors/app-error";
import { readEnvironment, type Environment } from "@/server/platform/env/env";
import { checkCluster, pinnedKubectl } from "./cluster-check";
import {
  consoleAnswers,
  credentialsOf,
  signInToConsole,
  type ConsoleClient,
} from "./console-client";
import { launchConsole, untilConsoleAnswers, type ConsoleProcess } from "./console-process";
import {
  demoHelp,
  isNews,
  parseDemoOptions,
  stepLine,
  timelineTable,
  type DemoOptions,
} from "./demo-text";
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

/** A console to work with, and the process when we started it ourselves. */
interface Opened {
  api: ConsoleClient;
  own: ConsoleProcess | undefined;
}

async function openConsole(env: Environment): Promise<Opened> {
  if (await consoleAnswers(env.url)) {
    say(`Using the console at ${env.url}`);
    return { api: await signInToConsole(env.url, credentialsOf(env)), own: undefined };
  }
  const logFile = join(env.dataDir, "logs", "demo-console.log");
  say(`No console answers at ${env.url}: starting one (log: ${logFile}) …`);
  const own = launchConsole({ argv: ["bin/lamina.mjs", "start"], env: {}, logFile });
  try {
    const { signal } = interrupted;
    await untilConsoleAnswers(own, { url: env.url, logFile, timeoutMs: startMs, signal });
    return { api: await signInToConsole(env.url, credentialsOf(env)), own };
  } catch (error) {
    await own.stop();
    throw error;
  }
}

/** Tells of programs that are still being downloaded or built, a line per milestone. */
function createAssetView(api: ConsoleClient, projectId: string) {
  const said = new Map<string, string>();
  return async (): Promise<boolean> => {
    const { assets } = await api.system.readiness.query({ projectId });
    for (const asset of assets) {
      const milestone = assetMilestone(asset);
      const first = !said.has(assetKey(asset));
      const quiet = (first && asset.state === "ready") || asset.state === "resolving";
      if (said.get(assetKey(asset)) !== milestone && !quiet) say(assetTable([asset], 160).join(""));
      said.set(assetKey(asset), milestone);
    }
    return assets.every((asset) => asset.state === "ready");
  };
}

async function deploy(api: ConsoleClient, env: Environment, options: DemoOptions): Promise<void> {
  const profile = await ensureSampleProfile(api);
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
  const { clusterId } = await api.cluster.create.mutate({
    projectId: profile.projectId,
    name,
    profileVersionId: profile.versionId,
    pools: samplePools,
  });
  return clusterId;
}

async function follow(
  api: ConsoleClient,
  projectId: string,
  clusterId: string,
  options: DemoOptions,
): Promise<void> {
  say(`\nDeploying ${options.name}: 1 control plane, 3 workers (simulated nodes)`);
  const begun = Date.now();
  const tellAssets = createAssetView(api, projectId);
  const { signal } = interrupted;
  // A first start builds programs for minutes, and shows it; the time limit is for the deployment.
  let assetsReady = await tellAssets();
  while (!assetsReady) {
    const lost = (await api.system.readiness.query({ projectId })).assets.find((a) => a.error);
    if (lost?.error) throw new Error(`${lost.error.message}\n  Next: ${lost.error.next}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    signal.throwIfAborted();
    assetsReady = await tellAssets();
  }
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
  const { content } = await api.cluster.kubeconfig.mutate({ clusterId: cluster.clusterId });
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
