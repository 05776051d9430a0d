import type { AnalysisPort, OpenPort } from "./analysis-client";

/** The engine in a worker, so that nobody waits for it while typing. */
export const openWorker: OpenPort = (onAnswer, onFailed): AnalysisPort => {
  const worker = new Worker(new URL("./analysis.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => onAnswer(data));
  worker.addEventListener("error", () => {
    worker.terminate();
    onFailed();
  });
  return { send: (request) => worker.postMessage(request, []), close: () => worker.terminate() };
};

/** The engine on the page itself, where the worker could not be loaded. */
export const openOnPage: OpenPort = (onAnswer): AnalysisPort => {
  const loading = import("./analyzer").then(({ Analyzer }) => new Analyzer());
  return {
    send: (request) => void loading.then((analyzer) => onAnswer(analyzer.answer(request))),
    close() {},
  };
};
