// Bundles what runs outside Next: the console's process and the agent.
import { build } from "esbuild";

await build({
  entryPoints: {
    main: "server/main.ts",
    agent: "server/agent/main.ts",
  },
  outdir: "dist",
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node24",
  format: "esm",
  packages: "external",
  alias: { "@": process.cwd() },
  sourcemap: true,
  logLevel: "warning",
});
