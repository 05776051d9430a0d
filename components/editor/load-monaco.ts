import type * as bundle from "./monaco-bundle";
import { disposeModels } from "./model-text";
import { registerYamlHelp } from "./register-help";

/** The part of Monaco that is bundled. */
export type Monaco = typeof bundle;

let loading: Promise<Monaco> | undefined;

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
    const monaco = await import("./monaco-bundle");
    registerYamlHelp(monaco);
    return monaco;
  } catch (error) {
    // A failed download is tried again at the next opening.
    loading = undefined;
    throw error;
  }
}

/** Forgets the texts whose keys begin so; nothing is loaded for it. */
export function disposeDocuments(prefix: string): void {
  void loading?.then((monaco) => disposeModels(monaco, `${prefix}/`));
}
