import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { strayProcesses } from "./stray-processes";

/** One thing CI checks: its name, and the npm script or function that does it. */
interface Stage {
  name: string;
  run(): Promise<boolean>;
}

const npm = (name: string, output: "inherit" | number): ChildProcess =>
  spawn("npm", ["run", "--silent", name], { stdio: ["ignore", output, output] });

const succeeded = (child: ChildProcess): Promise<boolean> =>
  new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });

const script = (name: string): Stage => ({ name, run: () => succeeded(npm(name, "inherit")) });

/**
 * A stage that begins at once, at the lowest priority, beside the stages before it. Its output goes to a
 * file meanwhile and is shown in its turn.
 */
function early(name: string): Stage {
  const log = join(mkdtempSync(join(tmpdir(), "lamina-test-")), `${name}.log`);
  const output = openSync(log, "w");
  const child = npm(name, output);
  const result = succeeded(child);
  closeSync(output);
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  process.on("exit", () => child.kill());
  return {
    name,
    async run() {
      const passed = await result;
      process.stdout.write(readFileSync(log));
      return passed;
    },
  };
}

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
  early("assets"),
  script("test:cluster"),
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
