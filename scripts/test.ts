import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { loadCatalogue } from "@/server/assets";
import { assetKey, type AssetSpec } from "@/server/domain/assets";
import { strayProcesses } from "./stray-processes";

/** One thing CI checks: its name, and the npm script or function that does it. */
interface Stage {
  name: string;
  run(): Promise<boolean>;
}

interface EarlyStage extends Stage {
  ended: Promise<boolean>;
}

const npm = (name: string, output: "inherit" | number, words: string[] = []): ChildProcess =>
  spawn("npm", ["run", "--silent", name, "--", ...words], { stdio: ["ignore", output, output] });

const succeeded = (child: ChildProcess): Promise<boolean> =>
  new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });

const script = (name: string): Stage => ({ name, run: () => succeeded(npm(name, "inherit")) });

/**
 * A stage that begins as soon as `after` has ended, at the lowest priority, beside the stages before it. Its
 * output goes to a file meanwhile and is shown in its turn.
 */
function early(name: string, assets: AssetSpec[], after?: EarlyStage): EarlyStage {
  const log = join(logs, `${name}.log`);
  const ended = (after?.ended ?? Promise.resolve(true)).then((passed) => passed && begin());
  const begin = () => {
    const output = openSync(log, "w");
    const child = npm("assets", output, assets.map(assetKey));
    closeSync(output);
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    process.on("exit", () => child.kill());
    return succeeded(child);
  };
  return {
    name,
    ended,
    async run() {
      const passed = await ended;
      process.stdout.write(readFileSync(log));
      return passed;
    },
  };
}

/** Of a program in several versions the catalogue names the newest first. */
const catalogue = loadCatalogue("kubernetes");
const isNewest = (asset: AssetSpec) => catalogue.find(({ name }) => name === asset.name) === asset;
const logs = mkdtempSync(join(tmpdir(), "lamina-test-"));
const newest = early("assets", catalogue.filter(isNewest));
const older = early(
  "older assets",
  catalogue.filter((asset) => !isNewest(asset)),
  newest,
);

const noProcessLeft: Stage = {
  name: "no process left",
  run() {
    const left = strayProcesses();
    for (const line of left) console.error(`left behind: ${line}`);
    return Promise.resolve(left.length === 0);
  },
};

/** The order is by price: what is cheap and fails often comes first; builds of programs fill the gaps. */
const stages: Stage[] = [
  script("format:check"),
  script("lint"),
  script("types"),
  script("test:unit"),
  script("test:db"),
  script("build"),
  newest,
  script("test:cluster"),
  older,
  script("test:console"),
  script("e2e"),
  noProcessLeft,
];

const results: { stage: string; passed: boolean; seconds: number }[] = [];
for (const stage of stages) {
  console.log(`\n── ${stage.name} ──`);
  const begun = performance.now();
  const passed = await stage.run();
  results.push({
    stage: stage.name,
    passed,
    seconds: Math.round((performance.now() - begun) / 1000),
  });
  if (!passed) break;
}
const failed = results.filter((r) => !r.passed).length;
console.log("");
console.table(results);
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
