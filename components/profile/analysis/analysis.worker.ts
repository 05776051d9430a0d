import { Analyzer, type AnalysisRequest } from "./analyzer";

const analyzer = new Analyzer();

addEventListener("message", ({ data }: MessageEvent<AnalysisRequest>) => {
  postMessage(analyzer.answer(data));
});
