import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pinCharts, type Pin } from "@/packs/pin-charts";
import { Helm } from "@/server/agent/helm/helm";
import { assetSettings, createAssetManager, silentLog } from "@/server/assets";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { messageOf } from "@/server/domain/errors/app-error";
import { readEnvironment } from "@/server/platform/env/env";
import { createLog } from "@/server/platform/log/log";

const HELP = `Writes the digest of each upstream chart into the packs; needs the internet.

  npm run pin-charts                        every chart that has no digest yet
  npm run pin-charts -- cilium-1.18.6       only this pack
  npm run pin-charts -- --check             compare only, change nothing

Exit code 0: every chart is pinned and is what its repository serves.
`;
const packs = fileURLToPath(new URL("../packs", import.meta.url));

function line({ pack, chart, outcome, found, detail }: Pin): string {
  return `${outcome.padEnd(12)}${pack}: ${[chart, found, detail].filter(Boolean).join("  ")}\n`;
}

/** Pins or checks the charts named by the arguments and returns the exit code. */
async function main(words: string[]): Promise<number> {
  if (words.includes("--help")) {
    process.stdout.write(HELP);
    return 0;
  }
  const settings = assetSettings(readEnvironment(process.env), process.env.PATH ?? "");
  const assets = createAssetManager({ ...settings, log: silentLog, onChange: () => undefined });
  const helm = await assets.ensure("helm", pinnedHelm);
  const folder = await mkdtemp(join(tmpdir(), "lamina-pin-"));
  const log = createLog("silent");
  const fetching = new Helm({ helm, kubeconfig: "none", folder, timeoutMs: 60_000, log });
  try {
    const pins = await pinCharts(packs, {
      pull: (chart) => fetching.pull(chart),
      check: words.includes("--check"),
      only: words.filter((word) => !word.startsWith("--")),
      onPin: (pin) => process.stdout.write(line(pin)),
    });
    if (pins.length === 0) throw new Error("None of these packs has an upstream chart.");
    const good = pins.filter(({ outcome }) => outcome === "pinned" || outcome === "as pinned");
    process.stdout.write(`${good.length} of ${pins.length} charts are pinned.\n`);
    return good.length === pins.length ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  return 1;
});
