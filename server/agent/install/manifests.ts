import { clip } from "@/server/domain/agent/text";
import { packLimits } from "@/server/domain/pack/limits";
import { parseYamlStream } from "@/server/domain/yaml/parse";
import type { Problem } from "@/server/domain/yaml/types";
import { LayerFailure } from "@/server/agent/helm/failure";
import { dig, isKubeObject, listAt } from "@/server/kube/object";
import type { KubeObject } from "@/server/kube/types";

/** A rendered text may be larger than what a person wrote, but not than a file of a pack. */
const maxBytes = packLimits.fileBytes;

/** The objects of a YAML text; lists are taken apart. Throws a LayerFailure that names the text and the line. */
export function objectsOf(name: string, content: string): KubeObject[] {
  return parseYamlStream(content, { maxBytes }).flatMap((document) => {
    const problem = document.problems.find(({ severity }) => severity === "error");
    if (problem !== undefined) throw unusable(name, describe(problem));
    return document.data === null ? [] : itemsOf(name, document.data);
  });
}

function itemsOf(name: string, value: unknown): KubeObject[] {
  if (Array.isArray(dig(value, "items"))) {
    return listAt(value, "items").flatMap((item) => itemsOf(name, item));
  }
  if (isKubeObject(value)) return [value];
  throw unusable(name, "a document has no apiVersion, kind or name");
}

/** Reason and place, but not the message: it quotes the text, which may hold a secret. */
function describe({ reason = "not readable", line, column }: Problem): string {
  return `${reason} at line ${line}, column ${column}`;
}

function unusable(name: string, why: string): LayerFailure {
  const text = clip(`The manifest ${name} cannot be used: ${why}`, 1000);
  return new LayerFailure("LAYER_INSTALL_FAILED", "ManifestInvalid", text);
}

/** 0 for what others live in, 1 for new kinds, 2 for the rest, which keeps its order. */
export function stageOf(object: KubeObject): 0 | 1 | 2 {
  if (object.kind === "Namespace") return 0;
  return object.kind === "CustomResourceDefinition" ? 1 : 2;
}
