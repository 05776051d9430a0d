import { byteLength } from "@/server/domain/pack/bytes";
import type { Pack } from "@/server/domain/pack/types";
import { formatBytes } from "@/server/domain/yaml/parse";
import { sampleFacts } from "./cluster-facts";
import { kubernetesVersionOf } from "./kubernetes-version";
import { layerProblem } from "./locate-problem";
import { contextInputs, macroContextOf } from "./macros";
import type { Memo } from "./memo";
import { renderLayer } from "./render";
import type { MacroContext, ProfileLayer, ProfileProblem } from "./types";

/** What all layers together may weigh when an agent gets them: below the largest message it takes. */
const maxRenderedBytes = 48 * 1024 * 1024;

/**
 * What shows only when macros are resolved: each layer is rendered once as for a cluster. Values are
 * not judged here, because those of the real cluster may differ; the deploy judges them.
 */
export function checkRendered(
  sound: readonly ProfileLayer[],
  layers: readonly ProfileLayer[],
  packs: ReadonlyMap<string, Pack>,
  memo: Memo,
): ProfileProblem[] {
  const version = kubernetesVersionOf(layers) ?? sampleFacts["kubernetes.version"];
  const system = { ...sampleFacts, "kubernetes.version": version };
  const context = macroContextOf(layers, { system });
  const problems: ProfileProblem[] = [];
  let bytes = 0;
  for (const layer of sound) {
    const pack = packs.get(layer.pack.digest);
    if (!pack) continue;
    const inputs = [version, ...contextInputs(layer, pack, layers)];
    const found = memo.of(layer, "rendered", inputs, () => render(layer, pack, context));
    bytes += found.bytes;
    problems.push(...found.problems);
    if (bytes > maxRenderedBytes) return [...problems, tooLarge(layer)];
  }
  return problems;
}

function render(layer: ProfileLayer, pack: Pack, context: MacroContext) {
  const result = renderLayer(layer, pack, context);
  if (!result.ok) {
    return { bytes: 0, problems: result.problems.filter((p) => !p.code.startsWith("VALUE_")) };
  }
  const bytes = byteLength(JSON.stringify(result.rendered));
  return { bytes, problems: [] };
}

function tooLarge(layer: ProfileLayer): ProfileProblem {
  const limit = formatBytes(maxRenderedBytes);
  const message = `With this layer, the rendered profile is larger than ${limit}. Remove values or manifests.`;
  return layerProblem(layer, "NOT_INSTALLABLE", message);
}
