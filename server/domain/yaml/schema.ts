import type { ScalarTag, SchemaOptions, Tags } from "yaml";

/**
 * Helm's reading of YAML: version 1.1 booleans (`yes`, `On`), octal `0644` and merge keys, but single
 * letters (`y: 3`), dates and `12:30` stay text, and there are no binary values, sets or ordered maps.
 */
function helmTags(tags: Tags): Tags {
  const left = tags.filter((tag) => {
    if (typeof tag === "string") return !dropped.has(tag);
    const format = "format" in tag ? tag.format : undefined;
    return format !== "TIME" && !dropped.has(tag.tag);
  });
  return left.map((tag) => {
    if (typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:bool") return tag;
    return { ...tag, test: wordsOnly(tag) } as ScalarTag;
  });
}

const dropped = new Set([
  "binary",
  "timestamp",
  "omap",
  "pairs",
  "set",
  ...["binary", "timestamp", "omap", "pairs", "set"].map((name) => `tag:yaml.org,2002:${name}`),
]);

/** The library reads `y` and `n` as booleans as well; the test tells which of the two tags this is. */
function wordsOnly(tag: Exclude<Tags[number], string>): RegExp {
  const isTrue = "test" in tag && tag.test instanceof RegExp && tag.test.test("true");
  return isTrue
    ? /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/
    : /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/;
}

export const schemaOptions = {
  schema: "yaml-1.1",
  customTags: helmTags,
  merge: true,
  resolveKnownTags: false,
} as const satisfies SchemaOptions;
