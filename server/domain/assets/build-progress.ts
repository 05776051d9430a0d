import type { AssetErrorCode, AssetProgress } from "./state";

/** What is known of a running `go build -v`; fold its lines with {@link foldBuildLine}. */
export interface BuildProgress {
  /** Packages that are not in Go's build cache; 0 while unknown. */
  total: number;
  compiled: number;
  modules: number;
  /** The last lines that are no progress: the compiler's complaints. */
  tail: readonly string[];
  line: string;
}

const TAIL_LINES = 30;
/** `go build -v` prints bare import paths; "." separates a host from words and "/" is not always there (fmt). */
const IMPORT_PATH = /^[A-Za-z0-9_][\w.~+-]*(?:\/[\w.~+-]+)*$/;

/** The state before the first line. `total` comes from {@link countStale}. */
export function startBuildProgress(total: number): BuildProgress {
  // With every package in Go's cache only the linker is left, and it says nothing.
  const line = total === 0 ? "Linking the program" : "Starting the Go compiler";
  return { total, compiled: 0, modules: 0, tail: [], line };
}

/** Takes one line of the output of `go list` or `go build -v` into account. */
export function foldBuildLine(progress: BuildProgress, raw: string): BuildProgress {
  const line = raw.trim();
  if (line === "") return progress;
  if (line.startsWith("go: downloading ")) {
    const module = line.slice("go: downloading ".length);
    return { ...progress, modules: progress.modules + 1, line: `Downloading module ${module}` };
  }
  if (IMPORT_PATH.test(line)) {
    const compiled = progress.compiled + 1;
    // Go compiles the main package last; what follows without a line of its own is the linker.
    const linking = progress.total > 0 && compiled >= progress.total;
    return { ...progress, compiled, line: linking ? "Linking the program" : `Compiling ${line}` };
  }
  return { ...progress, tail: [...progress.tail, line].slice(-TAIL_LINES) };
}

/** What the console shows. Linking is kept as the last hundredth, so that 100 % means done. */
export function buildProgressView(progress: BuildProgress): AssetProgress {
  if (progress.compiled === 0 && progress.modules > 0) {
    return { done: progress.modules, total: 0, unit: "modules", line: progress.line };
  }
  const total = progress.total === 0 ? 0 : progress.total + Math.ceil(progress.total / 100);
  const done = total === 0 ? progress.compiled : Math.min(progress.compiled, progress.total);
  return { done, total, unit: "packages", line: progress.line };
}

/** `go list -f` template that prints a line for each package that `go build` would have to compile. */
export const STALE_TEMPLATE =
  '{{if .Stale}}{{if ne .StaleReason "not installed but available in build cache"}}{{.ImportPath}}{{end}}{{end}}';

/** Number of packages to compile, from the output of `go list -deps -f STALE_TEMPLATE`. */
export function countStale(output: string): number {
  return output.split("\n").filter((line) => line.trim() !== "").length;
}

const NETWORK =
  /dial tcp|no such host|i\/o timeout|connection re(fused|set)|TLS handshake|proxyconnect|50[234] |410 Gone|module lookup disabled/;
const STORAGE =
  /no space left on device|read-only file system|permission denied|disk quota exceeded/i;

/** What a failed `go` command says about its cause, since each cause has another next step. */
export function classifyBuildOutput(text: string): AssetErrorCode {
  if (NETWORK.test(text)) return "ASSET_BUILD_MODULES_UNREACHABLE";
  return STORAGE.test(text) ? "ASSET_STORAGE" : "ASSET_BUILD_FAILED";
}
