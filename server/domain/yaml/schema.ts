import { type ScalarTag, Schema, type Tags } from "yaml";
import { toJson } from "@/server/domain/json/exact";
import { goScalar, needsQuotes, type ScalarValue } from "./go-scalar";

/** The library's own tag for text; with the plainest schema it stands among maps and lists. */
function isText(tag: Tags[number]): tag is ScalarTag {
  return typeof tag !== "string" && tag.tag === "tag:yaml.org,2002:str";
}

/** What is no text: read by Go's rules; text that looks like it is written in quotes. */
const other: ScalarTag = {
  tag: "tag:yaml.org,2002:scalar",
  default: true,
  // The library asks only for this method, for scalars without quotes and for keys and texts to write.
  test: { test: needsQuotes } as RegExp,
  identify: (value) => value === null || otherTypes.has(typeof value),
  resolve: goScalar,
  stringify: ({ value }) => String(value as ScalarValue),
};

const otherTypes = new Set(["number", "bigint", "boolean"]);

/** Text whose characters a YAML 1.1 reader would change or refuse is written in double quotes, escaped. */
function escaping(tag: ScalarTag): ScalarTag {
  return {
    ...tag,
    stringify: (item, ctx, onComment, onChompKeep) => {
      const { value } = item;
      if (typeof value === "string" && (escaped.test(value) || indented.test(value))) {
        return toJson(value);
      }
      return tag.stringify?.(item, ctx, onComment, onChompKeep) ?? String(value);
    },
  };
}

const escaped =
  /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** In a block text the first blank would count as indentation, and a tab at the start of a line too. */
const indented = /^\n+[ \t]|^[ \t][^]*\n|\n *\t/;

/** Kubernetes' and Helm's reading of YAML, for reading and for writing. */
export const schema = new Schema({
  schema: "failsafe",
  customTags: (tags) => [other, ...tags.map((tag) => (isText(tag) ? escaping(tag) : tag))],
  resolveKnownTags: false,
});
