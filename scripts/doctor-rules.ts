/** What was found out about this machine; `doctor.ts` looks, the rules below judge. */
export interface MachineFacts {
  nodeVersion: string;
  goVersion: string | null;
  port: { number: number; state: "free" | "lamina" | "taken" };
  shell: boolean;
  dataFolder: { path: string; freeMiB: number; error: string | null };
  cacheFolder: { path: string; freeMiB: number; error: string | null };
  memory: { totalMiB: number; freeMiB: number };
  database:
    | { kind: "embedded"; running: boolean; error: string | null }
    | { kind: "external"; address: string; trouble: { why: string; next: string } | null };
  assets: { total: number; missing: string[] };
  chromium: string | null;
}

/** One line of the doctor's table. */
export interface Check {
  what: string;
  verdict: "ok" | "warning" | "failed";
  found: string;
  /** What to do; empty when all is well. */
  advice: string;
}

const oldestNode = 20;
/** A first build of all programs fills the Go module cache and the asset cache. */
const buildDiskMiB = 15_000;
const dataDiskMiB = 1_000;
/** Console, database and management plane, and one small cluster. */
const fewMiB = 1_500;
const comfortableMiB = 3_000;

/** Judges every fact; the order is the order in which one would fix them. */
export function judgeMachine(facts: MachineFacts): Check[] {
  return [
    judgeNode(facts),
    judgeShell(facts),
    judgePort(facts),
    judgeDataFolder(facts),
    judgeCacheFolder(facts),
    judgeDatabase(facts),
    judgeMemory(facts),
    judgeDisk(facts),
    judgeAssets(facts),
    judgeGo(facts),
    judgeChromium(facts),
  ];
}

/** True when nothing stands against starting the console. */
export function isFit(checks: readonly Check[]): boolean {
  return checks.every((check) => check.verdict !== "failed");
}

const ok = (what: string, found: string): Check => ({ what, verdict: "ok", found, advice: "" });
const warning = (what: string, found: string, advice: string): Check => ({
  what,
  verdict: "warning",
  found,
  advice,
});
const failed = (what: string, found: string, advice: string): Check => ({
  what,
  verdict: "failed",
  found,
  advice,
});

function judgeNode({ nodeVersion }: MachineFacts): Check {
  const major = Number(nodeVersion.split(".")[0]);
  if (major >= oldestNode) return ok("Node", nodeVersion);
  return failed("Node", nodeVersion, `Install Node ${oldestNode} or newer (https://nodejs.org).`);
}

function judgeShell({ shell }: MachineFacts): Check {
  if (shell) return ok("Shell", "/bin/sh");
  return failed("Shell", "no /bin/sh", "Install a POSIX shell: it guards the child processes.");
}

function judgePort({ port }: MachineFacts): Check {
  const { number, state } = port;
  if (state === "free") return ok("Port", `${number} is free`);
  if (state === "lamina") return ok("Port", `${number}: this console is running`);
  const advice = `Stop the program that uses it, or start with PORT=${number + 1}.`;
  return failed("Port", `${number} is taken`, advice);
}

function judgeDataFolder({ dataFolder: { path, error } }: MachineFacts): Check {
  if (error === null) return ok("Data folder", path);
  const advice = "Give this user the right to write there, or set LAMINA_DATA_DIR.";
  return failed("Data folder", `${path}: ${error}`, advice);
}

/** A cache that cannot be written serves as long as every program is there. */
function judgeCacheFolder({ cacheFolder: { path, error }, assets }: MachineFacts): Check {
  if (error === null) return ok("Cache folder", path);
  if (assets.missing.length === 0)
    return ok("Cache folder", `${path}: ${error}, but all programs are ready`);
  const advice = "Give this user the right to write there, or set LAMINA_CACHE_DIR.";
  return failed("Cache folder", `${path}: ${error}`, advice);
}

function judgeDatabase({ database }: MachineFacts): Check {
  if (database.kind === "external") {
    if (database.trouble === null) return ok("Database", database.address);
    const { why, next } = database.trouble;
    const advice = `${next}, or unset DATABASE_URL to use the embedded one.`;
    return failed("Database", `${database.address}: ${why}`, advice);
  }
  if (database.error !== null) return failed("Database", database.error, "Set DATABASE_URL.");
  return ok("Database", `embedded PostgreSQL${database.running ? ", running" : ""}`);
}

function judgeMemory({ memory: { totalMiB, freeMiB } }: MachineFacts): Check {
  const found = `${gib(freeMiB)} of ${gib(totalMiB)} free`;
  const advice = "End other programs or take a larger machine.";
  if (freeMiB < fewMiB) return failed("Memory", found, `A first cluster needs 1.5 GiB. ${advice}`);
  if (freeMiB < comfortableMiB)
    return warning("Memory", found, `Enough for one cluster. ${advice}`);
  return ok("Memory", found);
}

function judgeDisk({ dataFolder, cacheFolder, assets }: MachineFacts): Check {
  const found = `${gib(dataFolder.freeMiB)} for data, ${gib(cacheFolder.freeMiB)} for the cache`;
  if (dataFolder.freeMiB < dataDiskMiB) {
    return failed("Disk", found, `Free 1 GiB at ${dataFolder.path}, or set LAMINA_DATA_DIR.`);
  }
  if (assets.missing.length > 0 && cacheFolder.freeMiB < buildDiskMiB) {
    const advice = `Building the programs takes up to 15 GiB: free some at ${cacheFolder.path}, or set LAMINA_CACHE_DIR.`;
    return warning("Disk", found, advice);
  }
  return ok("Disk", found);
}

function judgeAssets({ assets: { total, missing } }: MachineFacts): Check {
  if (missing.length === 0) return ok("Kubernetes programs", `all ${total} ready`);
  const found = `${total - missing.length} of ${total} ready; missing: ${missing.join(", ")}`;
  return warning("Kubernetes programs", found, "The console prepares them; or: npm run assets");
}

function judgeGo({ goVersion, assets }: MachineFacts): Check {
  if (goVersion) return ok("Go", goVersion);
  if (assets.missing.length === 0) return ok("Go", "not installed, not needed any more");
  const advice =
    "Install Go 1.26 or newer (https://go.dev/dl) for programs that cannot be downloaded, or name a folder with them in LAMINA_KUBE_ASSETS.";
  return warning("Go", "not installed", advice);
}

function judgeChromium({ chromium }: MachineFacts): Check {
  if (chromium) return ok("Chromium", chromium);
  return warning("Chromium", "not found", "Only npm test needs it.");
}

const gib = (mib: number) => `${(mib / 1024).toFixed(1)} GiB`;
