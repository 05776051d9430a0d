import { clip } from "@/server/domain/agent/text";
import type { ParsedYaml } from "@/server/domain/yaml/parse";
import { formatPath } from "@/server/domain/yaml/path";
import type { Problem, Severity, YamlPath } from "@/server/domain/yaml/types";
import type { ProfileFix, ProfileLayer, ProfileProblem, ProfileProblemCode } from "./types";

/** The layer as far as a problem names it. */
export type LayerIdentity = Pick<ProfileLayer, "id" | "name" | "kind">;

const top = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** What a problem may say beyond its message. */
interface Extras {
  severity?: Severity;
  fix?: ProfileFix | undefined;
}

/** A problem of a layer as a whole. */
export function layerProblem(
  layer: LayerIdentity,
  code: ProfileProblemCode,
  message: string,
  { severity = "error", fix }: Extras = {},
): ProfileProblem {
  const problem = { ...top, code, message: short(message), severity, ...identityOf(layer) };
  return { ...problem, wholeLayer: true, ...(fix && { fix }) };
}

/** A problem of the profile as a whole. */
export function profileProblem(
  code: ProfileProblemCode,
  message: string,
  kind: ProfileLayer["kind"] | null,
  { severity = "error", fix }: Extras = {},
): ProfileProblem {
  const problem = { ...top, code, message, severity, layerId: null, layerName: null, kind };
  return { ...problem, ...(fix && { fix }) };
}

/** A problem at a key of the layer's values. */
export function keyProblem(
  layer: LayerIdentity,
  parsed: ParsedYaml,
  path: YamlPath,
  problem: { code: ProfileProblemCode; message: string } & Extras,
): ProfileProblem {
  return {
    ...parsed.rangeOf(path),
    path: formatPath(path),
    code: problem.code,
    message: short(problem.message),
    severity: problem.severity ?? "error",
    ...identityOf(layer),
    ...(problem.fix && { fix: problem.fix }),
  };
}

/** A problem of a text of the layer: its values, or an attached manifest. */
export function textProblem(
  layer: LayerIdentity,
  problem: Problem,
  code: ProfileProblemCode,
  manifest?: string,
): ProfileProblem {
  return {
    ...problem,
    message: short(problem.message),
    code,
    ...identityOf(layer),
    ...(manifest === undefined ? {} : { manifest }),
  };
}

/** A message quotes what it is about, which may be a megabyte. */
const short = (message: string) => clip(message, 2000);

function identityOf(layer: LayerIdentity) {
  return { layerId: layer.id, layerName: layer.name, kind: layer.kind };
}
