import { parseAllDocuments, type ScalarTag, type YAMLParseError } from "yaml";
import { clip } from "@/server/domain/agent/text";
import { LayerFailure } from "@/server/agent/helm/failure";
import { dig, isKubeObject, listAt } from "@/server/kube/object";
import type { KubeObject } from "@/server/kube/types";

/** Kubernetes reads YAML as version 1.1 does in two places: octal numbers and the words for true and false. */
const octal: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^0[0-7]+$/,
  resolve: (text) => Number.parseInt(text, 8),
};
const words: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:yes|on)$/i.test(text),
};

/** The objects of a YAML text; lists are taken apart. Throws a LayerFailure that names the text and the line. */
export function objectsOf(name: string, content: string): KubeObject[] {
  const documents = parseAllDocuments(content, {
    merge: true,
    uniqueKeys: true,
    customTags: (tags) => [octal, words, ...tags],
  });
  // A text without any document gives an object with only a description of it.
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const problem = document.errors[0];
    if (problem !== undefined) throw unusable(name, describe(problem));
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: 100 });
    } catch {
      throw unusable(name, "it repeats parts of itself too often");
    }
    return value === null || value === undefined ? [] : itemsOf(name, value);
  });
}

function itemsOf(name: string, value: unknown): KubeObject[] {
  if (Array.isArray(dig(value, "items"))) {
    return listAt(value, "items").flatMap((item) => itemsOf(name, item));
  }
  if (isKubeObject(value)) return [value];
  throw unusable(name, "a document has no apiVersion, kind or name");
}

/** Code and place, but not the parser's own message: it quotes the text, which may hold a secret. */
function describe({ code, linePos }: YAMLParseError): string {
  const [start] = linePos ?? [];
  const what = code.toLowerCase().replaceAll("_", " ");
  return start === undefined ? what : `${what} at line ${start.line}, column ${start.col}`;
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
