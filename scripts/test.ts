import { spawnSync } from "node:child_process";
import { strayProcesses } from "./stray-processes";

/** One thing CI checks: its name, and the npm script or function that does it. */
interface Stage {
  name: string;
  run(): boolean;
}

const script = (name: string, ...args: string[]): Stage => ({
  name,
  run: () =>
    spawnSync("npm", ["run", "--silent", name, "--", ...args], { stdio: "inherit" }).status === 0,
});

const noProcessLeft: Stage = {
  name: "no process left",
  run() {
    const left = strayProcesses();
    for (const line of left) console.error(`left behind: ${line}`);
    return left.length === 0;
  },
};

/** The order is by price: what is cheap and fails often comes first. */
const stages: Stage[] = [
  script("format:check"),
  script("lint"),
  script("types"),
  script("test:unit"),
  script("test:db"),
  script("assets"),
  script("test:cluster"),
  script("build"),
  script("test:console"),
  script("e2e"),
  noProcessLeft,
];

const results: { stage: string; passed: boolean; seconds: number }[] = [];
for (const stage of stages) {
  console.log(`\n── ${stage.name} ──`);
  const begun = performance.now();
  const passed = stage.run();
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
