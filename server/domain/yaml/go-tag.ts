import { goScalar, isSpeltAsInteger, type ScalarValue } from "./go-scalar";

/** A tagged scalar that Go refuses, or bytes that no JSON can hold; the message is for the user. */
export class TagFault extends Error {}

const prefix = "tag:yaml.org,2002:";

/** The meaning of a scalar with a tag for Go: five tags ask for a type, all others leave text. */
export function goTagged(tag: string, source: string): ScalarValue {
  const name = tag.startsWith(prefix) ? tag.slice(prefix.length) : "";
  if (name === "binary") return decoded(source);
  if (name === "timestamp" && !/^\d{4}-\d\d?-\d\d?(?:$|[Tt \t])/.test(source)) {
    throw new TagFault(`"${source}" is no point in time, but its tag says so.`);
  }
  const isRight = checks[name];
  if (!isRight) return source;
  const value = goScalar(source);
  if (!isRight(value, source))
    throw new TagFault(`"${source}" is not what its tag !!${name} says.`);
  return name === "float" ? Number(value) : value;
}

const checks: Partial<Record<string, (value: ScalarValue, source: string) => boolean>> = {
  bool: (value) => typeof value === "boolean",
  null: (value) => value === null,
  int: (_value, source) => isSpeltAsInteger(source),
  float: (value) =>
    typeof value === "number" || (typeof value === "bigint" && BigInt.asIntN(64, value) === value),
};

function decoded(source: string): string {
  const plain = source.replaceAll(/\s/g, "");
  try {
    if (plain.length % 4 > 0) throw new TagFault();
    const bytes = Uint8Array.from(atob(plain), (char) => char.codePointAt(0) ?? 0);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new TagFault(
      "A value with the tag !!binary must be base64 of a text; without the tag the base64 itself stays.",
    );
  }
}
