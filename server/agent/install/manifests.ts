import { clip } from "@/server/domain/agent/text";
import { readManifest } from "@/server/domain/manifest/read-manifest";
import { packLimits } from "@/server/domain/pack/limits";
import { parseYamlStream } from "@/server/domain/yaml/parse";
import type { Problem } from "@/server/domain/yaml/types";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { KubeObject } from "@/server/kube/types";
import { isDefinition } from "./kinds";

/** A rendered text may be larger than what a person wrote, but not than a file of a pack. */
const maxBytes = packLimits.fileBytes;

/** The objects of a manifest as they are applied. Throws a LayerFailure that names the text and the line. */
export function objectsOf(name: string, content: string): KubeObject[] {
  const { objects, problems } = readManifest(parseYamlStream(content, { maxBytes }));
  refuse(name, problems);
  return objects;
}

function refuse(name: string, problems: readonly Problem[]): void {
  const problem = problems.find(({ severity }) => severity === "error");
  if (problem === undefined) return;
  const text = clip(`The manifest ${name} cannot be used: ${describe(problem)}`, 1000);
  throw new LayerFailure("LAYER_INSTALL_FAILED", "ManifestInvalid", text);
}

/** Reason and place, but not the message: it quotes the text, which may hold a secret. */
function describe({ reason = "not readable", line, column }: Problem): string {
  return `${reason.replace(/\.$/, "")} at line ${line}, column ${column}`;
}

/** 0 for what others live in, 1 for new kinds, 2 for the rest, which keeps its order. */
export function stageOf(object: KubeObject): 0 | 1 | 2 {
  if (object.kind === "Namespace") return 0;
  return isDefinition(object) ? 1 : 2;
}
