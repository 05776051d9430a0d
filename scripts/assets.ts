import { assetSettings, createAssetManager, silentLog, type AssetManager } from "@/server/assets";
import {
  assetFailureLines,
  assetKey,
  assetMilestone,
  assetTable,
  isQuiet,
  summarizeAssets,
  type AssetState,
} from "@/server/domain/assets";
import { messageOf } from "@/server/domain/errors/app-error";
import { readEnvironment } from "@/server/platform/env/env";

const HELP = `Prepares the Kubernetes programs that Lamina runs.

  npm run assets                       all of them
  npm run assets -- etcd helm          only these
  npm run assets -- kube-apiserver@1.37.2

Exit code 0 when all of them are ready, 1 otherwise.
Environment: LAMINA_KUBE_ASSETS, LAMINA_CACHE_DIR, LAMINA_ASSET_DOWNLOAD=off (docs: kubernetes/README.md)
`;

/** Redraws a table on a terminal; writes a line per milestone anywhere else, so that logs stay readable. */
function createView(all: () => AssetState[]) {
  const tty = process.stdout.isTTY;
  let drawn = 0;
  const said = new Map<string, string>();
  const draw = () => {
    const lines = assetTable(all(), process.stdout.columns || 100);
    const up = drawn > 0 ? `\u001B[${drawn}A` : "";
    process.stdout.write(up + lines.map((line) => `\u001B[2K${line}\n`).join(""));
    drawn = lines.length;
  };
  const say = (state: AssetState) => {
    const milestone = assetMilestone(state);
    if (said.get(assetKey(state)) === milestone || isQuiet(state)) return;
    said.set(assetKey(state), milestone);
    process.stdout.write(`${assetTable([state], 160).join("")}\n`);
  };
  return { change: (state: AssetState) => (tty ? draw() : say(state)) };
}

function chosen(states: readonly AssetState[], words: readonly string[]): AssetState[] {
  const unknown = words.filter(
    (word) => !states.some((s) => s.name === word || assetKey(s) === word),
  );
  if (unknown.length > 0) {
    const known = states.map(assetKey).join(", ");
    throw new Error(`Unknown program: ${unknown.join(", ")}. Known: ${known}`);
  }
  return states.filter(
    (s) => words.length === 0 || words.includes(s.name) || words.includes(assetKey(s)),
  );
}

/** Prepares the assets named by the arguments and returns the exit code. */
async function main(words: string[]): Promise<number> {
  if (words.includes("--help")) {
    process.stdout.write(HELP);
    return 0;
  }
  let wanted: AssetState[] = [];
  const keys = () => new Set(wanted.map(assetKey));
  const current = (from: AssetManager) => from.states().filter((s) => keys().has(assetKey(s)));
  const manager: AssetManager = createAssetManager({
    ...assetSettings(readEnvironment(process.env), process.env.PATH ?? ""),
    log: silentLog,
    onChange: (state) => view.change(state),
  });
  const view = createView(() => current(manager));
  wanted = chosen(manager.states(), words);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => manager.close());
  await Promise.allSettled(wanted.map((s) => manager.ensure(s.name, s.version)));

  const states = current(manager);
  const { total, ready, failed } = summarizeAssets(states);
  for (const line of assetFailureLines(states)) process.stderr.write(`${line}\n`);
  process.stdout.write(
    `${ready} of ${total} programs ready${failed > 0 ? `, ${failed} failed` : ""}.\n`,
  );
  return ready === total ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`lamina: ${messageOf(error)}\n`);
  return 1;
});
