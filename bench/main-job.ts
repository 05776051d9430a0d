import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import getPort from "get-port";
import type { ConsoleClient } from "@/scripts/console-client";
import { textTable } from "@/scripts/demo-text";
import {
  deleteCluster,
  ensureSampleProfile,
  samplePools,
  waitForOperation,
} from "@/scripts/sample-cluster";
import { createTestConsole, testLogin } from "@/scripts/testing/test-console";
import { samplePacks } from "@/server/domain/profile/sample";
import { readEnvironment } from "@/server/platform/env/env";
import { measureBuilder, type BuilderTimes } from "./builder-page";
import { writeLayersByHand } from "./layers-by-hand";
import { measureMemory, type IdleMemory } from "./memory";
import { median } from "./statistics";

/** Seconds of one run, and of its parts. */
interface Run {
  seconds: number;
  parts: Record<string, number>;
}
interface Results {
  date: string;
  machine: string;
  load: string;
  lamina: Run[];
  byHand: Run[];
  ratio: number;
  ratioWithoutCertificates: number;
  memoryMiB: IdleMemory;
  builder: BuilderTimes;
  startSeconds: number;
}

const rounds = Number(process.env.LAMINA_BENCH_ROUNDS) || 3;
const goals = { ratio: 1.15, memoryMiB: 400, builderMs: 1500 };
const idleMs = 20_000;
const kubernetesVersion = samplePacks.find((p) => p.name === "kubernetes")?.version ?? "";
const workers = samplePools.find((pool) => pool.role === "worker")?.size ?? 0;

/** From the click on Deploy until the operation is done, by the console's own clock. */
async function runLamina(api: ConsoleClient, round: number): Promise<Run> {
  const { projectId, versionId } = await ensureSampleProfile(api);
  const name = `bench-${round}`;
  const wanted = { projectId, name, profileVersionId: versionId, pools: samplePools };
  const begun = Date.now();
  const { clusterId } = await api.cluster.create.mutate(wanted);
  await waitForOperation(api, clusterId, { timeoutMs: 300_000 });
  const [operation] = await api.cluster.operations.query({ clusterId });
  const done = Date.parse(operation?.finishedAt ?? "");
  const ends = (operation?.steps ?? []).map((step) => [
    step.title,
    (Date.parse(step.finishedAt ?? "") - begun) / 1000,
  ]);
  await deleteCluster(api, { id: clusterId, name }, { timeoutMs: 120_000 });
  return { seconds: (done - begun) / 1000, parts: Object.fromEntries(ends) };
}

async function runByHand(assets: string, layers: string): Promise<Run> {
  const work = mkdtempSync(join(tmpdir(), "lamina-by-hand-"));
  const base = await getPort({ port: Array.from({ length: 50 }, (_, i) => 25_000 + i * 10) });
  const script = resolve("bench/by-hand.sh");
  const args = [assets, work, String(base), layers, resolve("kubernetes/kwok")];
  const begun = Date.now();
  try {
    const all = [...args, kubernetesVersion, String(workers)];
    const { stdout } = await promisify(execFile)(script, all, { timeout: 300_000 });
    const seconds = (Date.now() - begun) / 1000;
    const steps = stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" "));
    return {
      seconds,
      parts: Object.fromEntries(steps.map(([k = "", ms]) => [k, Number(ms) / 1000])),
    };
  } finally {
    await endByHand(work);
  }
}

async function endByHand(work: string): Promise<void> {
  const pids = readdirSync(work).filter((name) => name.endsWith(".pid"));
  for (const file of pids) {
    try {
      process.kill(Number(readFileSync(join(work, file), "utf8")), "SIGKILL");
    } catch {
      // it did not start
    }
  }
  await sleep(500); // the last writes of the killed
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}

function report(r: Results): string {
  const seconds = (runs: readonly Run[]) => runs.map((run) => run.seconds);
  const row = (who: string, runs: readonly Run[]) => [
    who,
    ...seconds(runs).map((s) => s.toFixed(1)),
    median(seconds(runs)).toFixed(1),
  ];
  const table = textTable(
    ["DEPLOY TO RUNNING (s)", ...r.lamina.map((_, i) => `RUN ${i + 1}`), "MEDIAN"],
    [row("Lamina", r.lamina), row("by hand", r.byHand)],
  );
  const m = r.memoryMiB;
  const own = m.console + m.database + m.guards;
  const parts = (run: Run | undefined) =>
    Object.entries(run?.parts ?? {}).map(([title, s]) => `${s.toFixed(1).padStart(7)} s  ${title}`);
  return [
    `Measured ${r.date} on ${r.machine}; load of the machine before: ${r.load}`,
    "",
    table,
    "",
    `Ratio ${r.ratio.toFixed(2)} (goal ${goals.ratio} or less); ${r.ratioWithoutCertificates.toFixed(2)} when the time for certificates is taken off the hand's side only`,
    `Idle memory of console, worker and database, no clusters: ${own.toFixed(0)} MiB PSS (goal ${goals.memoryMiB} or less)`,
    `  console and worker ${m.console.toFixed(0)}, database ${m.database.toFixed(0)}, guards ${m.guards.toFixed(0)}; management plane apart: ${m.managementPlane.toFixed(0)}`,
    `Builder: stack usable after ${r.builder.stackMs.toFixed(0)} ms, editor after ${r.builder.editorMs.toFixed(0)} ms (goal ${goals.builderMs} or less)`,
    `Console answers ${r.startSeconds.toFixed(1)} s after the start, empty data folder, built`,
    "",
    "Lamina, seconds after Deploy at which each step was done (last run):",
    ...parts(r.lamina.at(-1)),
    "",
    "By hand, seconds of each step (last run):",
    ...parts(r.byHand.at(-1)),
    "",
  ].join("\n");
}

async function main(): Promise<void> {
  const load = readFileSync("/proc/loadavg", "utf8").split(" ").slice(0, 3).join(" ");
  const { cacheDir } = readEnvironment(process.env);
  const layers = mkdtempSync(join(tmpdir(), "lamina-layers-"));
  await writeLayersByHand(layers, kubernetesVersion);
  // Durability on both sides: LAMINA_TEST_FAST would flatter.
  const lamina = await createTestConsole({ LAMINA_TEST_FAST: "0", LAMINA_LOG_LEVEL: "warn" });
  const begun = performance.now();
  const running = await lamina.start();
  const startSeconds = (performance.now() - begun) / 1000;
  try {
    const api = await lamina.signIn();
    await untilPlaneReady(api);
    await sleep(idleMs);
    const memoryMiB = measureMemory(lamina.dataDir, running.pid);
    const builder = await measureBuilder({ url: lamina.url, login: testLogin, api, rounds: 3 });
    const runs: { lamina: Run[]; byHand: Run[] } = { lamina: [], byHand: [] };
    for (let round = 1; round <= rounds; round += 1) {
      runs.lamina.push(await runLamina(api, round));
      runs.byHand.push(await runByHand(join(cacheDir, "assets"), layers));
      console.log(`Round ${round} of ${rounds} done`);
    }
    const ours = median(runs.lamina.map((run) => run.seconds));
    const ratio = ours / median(runs.byHand.map((run) => run.seconds));
    const bare = runs.byHand.map((run) => run.seconds - (run.parts.certificates ?? 0));
    const ratioWithoutCertificates = ours / median(bare);
    const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
    const date = new Date().toISOString().slice(0, 10);
    const results = {
      date,
      machine,
      load,
      ...runs,
      ratio,
      ratioWithoutCertificates,
      memoryMiB,
      builder,
      startSeconds,
    };
    mkdirSync("bench/results", { recursive: true });
    writeFileSync("bench/results/main-job.json", `${JSON.stringify(results, null, 2)}\n`);
    const text = report(results);
    writeFileSync("bench/results/main-job.md", `# Main job\n\n\`\`\`\n${text}\`\`\`\n`);
    console.log(`\n${text}`);
  } finally {
    await running.stop();
    lamina.destroy();
    rmSync(layers, { recursive: true, force: true });
  }
}

async function untilPlaneReady(api: ConsoleClient): Promise<void> {
  while ((await api.system.get.query()).managementPlane.state !== "ready") await sleep(200);
}

await main();
