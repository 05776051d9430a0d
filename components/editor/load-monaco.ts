import type * as bundle from "./monaco-bundle";
import { idle } from "./idle";
import { registerYamlHelp } from "./register-help";

/** The part of Monaco that is bundled. */
export type Monaco = typeof bundle;

let loading: Promise<Monaco> | undefined;

/** Where the editor lies: one module, made by scripts/bundle-editor.mjs. The same on the server. */
export function monacoPath(): string {
  const { pathname, search } = new URL("./generated/monaco.js", import.meta.url);
  return pathname + search;
}

/** Fetches Monaco once, from our own files; the page is usable before it is there. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Monaco> {
  globalThis.MonacoEnvironment = {
    getWorker: () => new Worker(new URL("./editor.worker.ts", import.meta.url), { type: "module" }),
  };
  try {
    await idle(); // what the click opened is shown first, with the plain text: running the editor takes a while
    const [monaco]: [Monaco, unknown] = await Promise.all([
      import(/* turbopackIgnore: true */ monacoPath()),
      import("./monaco-styles"),
    ]);
    registerYamlHelp(monaco);
    return monaco;
  } catch (error) {
    // A failed download is tried again at the next opening.
    loading = undefined;
    throw error;
  }
}
