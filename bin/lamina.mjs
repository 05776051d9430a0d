#!/usr/bin/env node
// The `lamina` command. Plain JavaScript without dependencies: it must run before they are installed,
// on any Node from 20 on; the rest then runs on the Node that package.json pins.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync, mkdirSync, readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { endsChild } from "./end-child.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const pinnedNode = join(root, "node_modules", "node", "bin", "node");
const [command = "help", ...args] = process.argv.slice(2);

const commands = {
  start: "run the console (add --dev for reload on change)",
  assets: "prepare the Kubernetes programs without the console",
  demo: "deploy the sample cluster over the API (--delete removes it)",
  agent: "run a cluster's agent",
  doctor: "check this machine and say what to do",
  test: "run everything that CI runs",
};

/** Longer than a console takes that stops in order. */
const stopMs = 30_000;
/** A command may have a console of its own to stop first. */
const commandStopMs = 60_000;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

function fail(sentence) {
  console.error(`lamina: ${sentence}`);
  process.exit(1);
}

/** Runs a step to its end; a signal to us ends the step too, and us with it. */
async function run(file, argv, options = {}) {
  const child = spawn(file, argv, { cwd: root, stdio: "inherit", ...options });
  const pass = endsChild(child, stopMs);
  for (const signal of signals) process.on(signal, pass);
  const [code, signal] = await new Promise((done) => {
    child.on("error", (error) => fail(`cannot run ${file}: ${error.message}`));
    child.on("exit", (...end) => done(end));
  });
  for (const signal of signals) process.off(signal, pass);
  if (signal) process.exit(1);
  return code ?? 1;
}

/** Dependencies are there when the lock file has not changed since they were installed. */
async function ensureDependencies() {
  const stamp = join(root, "node_modules", ".lamina-installed");
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const installed =
    existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
  if (installed) return;
  console.error("lamina: installing dependencies (once) …");
  // With the build's tools also where NODE_ENV=production is set. Not `npm ci`: it refuses a lock file that lacks optional packages of platforms other than this one.
  if (
    (await run("npm", [
      "install",
      "--include=dev",
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ])) !== 0
  ) {
    fail("the dependencies could not be installed: see the lines above, then start again.");
  }
  writeFileSync(stamp, lock);
}

/** The newest change below the folders the build reads; a build older than that is made anew. */
function newestChange(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

const editorBundle = [join(root, "scripts", "bundle-editor.mjs")];

async function ensureBuild() {
  const stamp = join(root, "dist", "main.js");
  const sources = [
    "app",
    "components",
    "server",
    "public",
    "scripts",
    "packs",
    "package-lock.json",
    "next.config.js",
  ];
  const newest = Math.max(...sources.map((s) => newestChange(join(root, s))));
  if (
    existsSync(stamp) &&
    existsSync(join(root, ".next", "BUILD_ID")) &&
    statSync(stamp).mtimeMs >= newest
  )
    return;
  console.error("lamina: building the console (about a minute) …");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const steps = [
    editorBundle,
    [join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
    [join(root, "scripts", "bundle.mjs")],
  ];
  for (const step of steps) {
    if ((await run(pinnedNode, step, { env })) !== 0)
      fail("the build failed: see the lines above.");
  }
}

/** Runs a program as our child, passes signals on and ends as it did. */
function become(argv, { env: extraEnv = {}, graceMs = stopMs } = {}) {
  // The path makes `node`, `npm` and the tools of node_modules the pinned ones for every child.
  const path = [dirname(pinnedNode), join(root, "node_modules", ".bin"), process.env.PATH].join(
    ":",
  );
  const env = { ...process.env, PATH: path, ...extraEnv };
  const child = spawn(pinnedNode, argv, {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env,
  });
  const end = endsChild(child, graceMs);
  for (const signal of signals) process.on(signal, () => end(signal));
  // Whoever started us with a channel is gone: so are we.
  if (process.send) process.on("disconnect", () => end("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 20)
  fail(
    `Node ${process.versions.node} is too old: install Node 20 or newer (https://nodejs.org), then run this again.`,
  );
if (process.platform === "win32") fail("Windows is not supported yet: use WSL 2.");

const tsx = ["--import", "tsx"];
// Unlike the console, the watcher of tsx does not notice by itself that its parent is gone.
const endWithParent = `data:text/javascript,const end = () => process.kill(process.pid, "SIGTERM");
process.connected ? process.on("disconnect", end) : end();`;
switch (command) {
  case "start": {
    await ensureDependencies();
    if (args.includes("--dev")) {
      if ((await run(pinnedNode, editorBundle)) !== 0)
        fail("the text editor could not be bundled: see the lines above.");
      become(
        [
          "--import",
          endWithParent,
          join(root, "node_modules", "tsx", "dist", "cli.mjs"),
          "watch",
          "--clear-screen=false",
          "--exclude",
          "app/**",
          "--exclude",
          "components/**",
          "server/main.ts",
        ],
        { env: { NODE_ENV: "development" } },
      );
    } else {
      await ensureBuild();
      mkdirSync(join(root, "dist"), { recursive: true });
      become(["--max-semi-space-size=16", join(root, "dist", "main.js")], {
        env: { NODE_ENV: "production" },
      });
    }
    break;
  }
  case "assets":
  case "demo":
  case "doctor":
    await ensureDependencies();
    become([...tsx, join(root, "scripts", `${command}.ts`), ...args], { graceMs: commandStopMs });
    break;
  case "agent":
    await ensureDependencies();
    become([...tsx, join(root, "server", "agent", "main.ts"), ...args]);
    break;
  case "test":
    await ensureDependencies();
    become([...tsx, join(root, "scripts", "test.ts"), ...args], { graceMs: commandStopMs });
    break;
  default: {
    console.log("Usage: lamina <command>\n");
    for (const [name, text] of Object.entries(commands)) console.log(`  ${name.padEnd(8)} ${text}`);
    process.exit(command === "help" || command === "--help" ? 0 : 1);
  }
}
