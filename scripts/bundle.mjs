// Bundles what runs outside Next: the console's process and the agent.
import { rmSync } from "node:fs";
import { build } from "esbuild";

const shared = {
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node24",
  format: "esm",
  alias: { "@": process.cwd() },
  sourcemap: true,
  logLevel: "warning",
};

// Chunks carry a hash in their names: old ones would pile up.
rmSync("dist", { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { main: "server/main.ts" },
  outdir: "dist",
  packages: "external",
});
// The agent brings its packages along: one file is read faster and takes less memory than hundreds, and
// there is one agent per cluster. What it loads only when needed lands in chunks of its own.
await build({
  ...shared,
  entryPoints: { agent: "server/agent/main.ts" },
  outdir: "dist",
  chunkNames: "agent-[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "external",
  // Packages written for `require` still ask for Node's own modules that way.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
});
