// Bundles the text editor as one module of its own. Within Next's chunks it would be a single function
// of three megabytes, which browsers parse a second time, when it runs and the page waits for it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: { monaco: "components/editor/monaco-bundle.ts" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: "components/editor/generated",
  loader: { ".ttf": "file" },
  assetNames: "[name]",
  legalComments: "eof",
  logLevel: "warning",
  write: false,
});
for (const { path, contents } of outputFiles) {
  // A file written without need would make the whole build look old.
  if (existsSync(path) && readFileSync(path).equals(contents)) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
