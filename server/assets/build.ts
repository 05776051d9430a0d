import path from "node:path";
import { access, rm } from "node:fs/promises";
import {
  assetFailure,
  buildProgressView,
  classifyBuildOutput,
  countStale,
  foldBuildLine,
  renderTemplate,
  STALE_TEMPLATE,
  startBuildProgress,
  type AssetFailure,
  type AssetProgress,
  type AssetSpec,
  type BuildProgress,
} from "@/server/domain/assets";
import { goForModule, moduleDir } from "./catalogue";
import { copyYaml, tempPath } from "./files";
import { runGo } from "./go-command";

/** What a build needs beside the asset itself. */
export interface BuildOptions {
  kubernetesDir: string;
  /** Folder of the asset in the cache; the program is built there under a temporary name. */
  dir: string;
  goCommand: string;
  signal?: AbortSignal | undefined;
  /** Nobody waits for it: at the lowest priority, one package at a time. */
  gentle?: boolean;
  onProgress(progress: AssetProgress): void;
}

/** Lines of Go's output that are kept for the user; the first error is near the top of them. */
const SHOWN_LINES = 8;

/** The linker drops debug data anyway; not making it saves a fifth of the compiler's work. */
const WITHOUT_DEBUG_DATA = "-gcflags=all=-dwarf=false";

/** Builds the pinned module, copies its extra files beside it and returns the path of a temporary file. */
export async function buildAsset(spec: AssetSpec, o: BuildOptions): Promise<string> {
  const cwd = moduleDir(o.kubernetesDir, spec);
  await requireGo(spec, cwd, o);
  const temp = tempPath(o.dir, spec.name);
  try {
    await compile(spec, cwd, temp, o);
    await copyExtras(spec, cwd, o); // before the program, whose presence tells others that all is there
    return temp;
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
}

/** Go switches to a newer toolchain by itself when it can; this fails only when the module cannot be built. */
async function requireGo(spec: AssetSpec, cwd: string, o: BuildOptions): Promise<void> {
  // A missing folder looks like a missing program to spawn, and the advice would be wrong.
  await access(path.join(cwd, "go.mod")).catch((cause: unknown) => {
    throw assetFailure("ASSET_BUILD_FAILED", spec, `there is no Go module in ${cwd}.`, { cause });
  });
  const go = await goForModule(o.kubernetesDir, spec);
  const lines: string[] = [];
  const version = await runGo({
    command: o.goCommand,
    args: ["env", "GOVERSION"],
    cwd,
    signal: o.signal,
    onLine: (line) => lines.push(line),
  });
  if (version.missing) {
    throw assetFailure(
      "ASSET_BUILD_TOOL_MISSING",
      spec,
      "building it needs Go, which is not installed.",
      { go },
    );
  }
  if (version.code !== 0 && !o.signal?.aborted) {
    const message = `the installed Go cannot build it (${lines.join(" ").trim()}).`;
    throw assetFailure("ASSET_BUILD_TOOL_OLD", spec, message, { go });
  }
}

async function compile(
  spec: AssetSpec,
  cwd: string,
  output: string,
  o: BuildOptions,
): Promise<void> {
  let progress = startBuildProgress(0);
  const report = (next: BuildProgress) => {
    progress = next;
    o.onProgress(buildProgressView(progress));
  };
  report({ ...progress, line: "Reading the module" });
  const onLine = (line: string) => report(foldBuildLine(progress, line));
  const run = (args: string[]) =>
    runGo({ command: o.goCommand, args, cwd, signal: o.signal, gentle: o.gentle, onLine });

  const list = await run([
    "list",
    "-mod=readonly",
    "-deps",
    "-trimpath",
    WITHOUT_DEBUG_DATA,
    "-f",
    STALE_TEMPLATE,
    spec.build.package,
  ]);
  if (list.code !== 0) throw buildFailure(spec, progress, o);
  report(startBuildProgress(countStale(list.stdout)));

  const flags = ["-s", "-w", ...spec.build.ldflags].map((flag) =>
    renderTemplate(flag, { version: spec.version }),
  );
  const ldflags = flags.join(" ");
  const args = [
    "build",
    "-v",
    ...(o.gentle ? ["-p=1"] : []),
    "-buildvcs=false",
    "-mod=readonly",
    "-trimpath",
    WITHOUT_DEBUG_DATA,
    "-ldflags",
    ldflags,
    "-o",
    output,
  ];
  const build = await run([...args, spec.build.package]);
  if (build.code !== 0) throw buildFailure(spec, progress, o);
}

function buildFailure(spec: AssetSpec, progress: BuildProgress, o: BuildOptions): AssetFailure {
  if (o.signal?.aborted) return assetFailure("ASSET_STOPPED", spec, "the build was stopped.");
  const lines = progress.tail.slice(0, SHOWN_LINES);
  const text = lines.join("\n");
  const code = classifyBuildOutput(text);
  const network = code === "ASSET_BUILD_MODULES_UNREACHABLE";
  const what = network ? "its Go modules cannot be fetched" : "go build failed";
  return assetFailure(
    code,
    spec,
    `${what}:\n${text || "it ended without a message, which is how a lack of memory looks"}`,
  );
}

async function copyExtras(spec: AssetSpec, cwd: string, o: BuildOptions): Promise<void> {
  for (const extra of spec.extras) {
    const args = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", extra.module];
    const module = await runGo({ command: o.goCommand, args, cwd, signal: o.signal });
    const dir = module.stdout.trim();
    if (module.code !== 0 || dir === "") {
      throw assetFailure(
        "ASSET_BUILD_FAILED",
        spec,
        `the folder of the Go module ${extra.module} is not known.`,
      );
    }
    await copyYaml(path.join(dir, extra.from), path.join(o.dir, extra.to));
  }
}
