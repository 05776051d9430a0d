// Bundles what runs outside Next: the console's process and the agent.
import { rmSync } from "node:fs";
import { build } from "esbuild";
import nextConfig from "../next.config.js";

const shared = {
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node24",
  format: "esm",
  alias: { "@": process.cwd() },
  sourcemap: true,
  // The sources lie beside the bundle; maps without copies of them are a third as large.
  sourcesContent: false,
  legalComments: "external",
  logLevel: "warning",
  // Packages written for `require` still ask for Node's own modules that way.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
};

// Chunks carry a hash in their names: old ones would pile up.
rmSync("dist", { recursive: true, force: true });
// Packages come along, without the parts that nobody uses: reading hundreds of small files costs memory and
// time at each start. Outside stay those with native parts, and those that Next's own code loads as well.
await build({
  ...shared,
  entryPoints: { main: "server/main.ts" },
  outdir: "dist",
  external: ["next", ...(nextConfig.serverExternalPackages ?? [])],
});
// There is one agent per cluster, maybe on a machine without our packages: it brings everything.
// What it loads only when needed lands in chunks of its own.
await build({
  ...shared,
  entryPoints: { agent: "server/agent/main.ts" },
  outdir: "dist",
  chunkNames: "agent-[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
});
