import { expect, test } from "vitest";
import type { Pack } from "@/server/domain/pack/types";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { AnalysisClient, type OpenPort, type Question } from "./analysis-client";
import { type Analysis, type AnalysisRequest, Analyzer } from "./analyzer";

const layer = (name: string, values = ""): ProfileLayer =>
  layerOfPack(
    {
      registry: "public",
      name,
      version: "1.0.0",
      digest: `sha256:${"0".repeat(64)}`,
      layer: "addon",
      values,
    },
    [],
    name,
  );
const question = (...layers: ProfileLayer[]): Question => ({
  layers,
  packs: new Map<string, Pack>(),
  settled: true,
  type: "add-on",
  cloudType: "local",
});

/** A port whose answers come when the test says so. */
function port() {
  const sent: AnalysisRequest[] = [];
  let tell: ((answer: Analysis) => void) | undefined;
  let fail: (() => void) | undefined;
  const analyzer = new Analyzer();
  const open: OpenPort = (onAnswer, onFailed) => {
    tell = onAnswer;
    fail = onFailed;
    return { send: (request) => sent.push(structuredClone(request)), close() {} };
  };
  return {
    open,
    sent,
    answer: () => {
      const request = sent.at(-1);
      if (request) tell?.(analyzer.answer(request));
    },
    fail: () => fail?.(),
  };
}

test("while one answer is awaited only the newest draft waits, and only its answer is told", () => {
  const told: Analysis[] = [];
  const { open, sent, answer } = port();
  const client = new AnalysisClient(open, open);
  client.start((one) => told.push(one));
  client.ask(question(layer("a", "a: 1\n")));
  client.ask(question(layer("a", "a: [\n")));
  client.ask(question(layer("a", "a: {\n")));
  answer();
  expect(told).toEqual([]);
  expect(sent.map((one) => one.layers[0]?.values)).toEqual(["a: 1\n", "a: {\n"]);
  answer();
  expect(told).toHaveLength(1);
  expect(told[0]?.problems.map((problem) => problem.code)).toContain("YAML_INVALID");
});

test("a layer is sent once; removed and brought back it is known again", () => {
  const { open, sent, answer } = port();
  const told: Analysis[] = [];
  const client = new AnalysisClient(open, open);
  client.start((one) => told.push(one));
  const [a, b] = [layer("a"), layer("b")];
  for (const draft of [[a, b], [b], [b, a]]) {
    client.ask(question(...draft));
    answer();
  }
  expect(sent.map((one) => one.layers.map(({ id }) => id))).toEqual([["a", "b"], [], ["a"]]);
  expect(told.map((one) => one.summary.layers.map((l) => l.name))).toEqual([
    ["a", "b"],
    ["b"],
    ["b", "a"],
  ]);
});

test("where the worker fails, the newest draft is asked about again as a whole, elsewhere", () => {
  const [worker, page] = [port(), port()];
  const told: Analysis[] = [];
  const client = new AnalysisClient(worker.open, page.open);
  client.start((one) => told.push(one));
  client.ask(question(layer("a")));
  client.ask(question(layer("a"), layer("b")));
  worker.fail();
  page.answer();
  expect(page.sent[0]?.layers.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(told).toHaveLength(1);
});

test("the answer is the engine's, whatever was remembered from before", () => {
  const analyzer = new Analyzer();
  const ask = (...layers: ProfileLayer[]) =>
    analyzer.answer({ ...question(), layers, packs: [], order: layers.map(({ id }) => id) });
  const fresh = (...layers: ProfileLayer[]) =>
    new Analyzer().answer({
      ...question(),
      layers,
      packs: [],
      order: layers.map(({ id }) => id),
    });
  const a = layer("a", "x: 1\n");
  ask(a, layer("b", "y: [\n"));
  const fixed = layer("b", "y: 1\n");
  expect(ask(a, fixed)).toEqual(fresh(a, fixed));
});
