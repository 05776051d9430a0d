import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildGoReader, type GoReader, type GoReading } from "@/server/assets/testing/go-reader";
import { documents, onlyGos, onlyOurs } from "@/server/assets/testing/yaml-documents";
import { keys, quoted, scalars, tags, texts, tooLong } from "@/server/assets/testing/yaml-scalars";
import { fromJson, toJson } from "@/server/domain/json/exact";
import { isMap } from "@/server/domain/yaml/data";
import { roundedByKubernetes } from "@/server/domain/yaml/numbers";
import { type ParsedYaml, parseYamlStream } from "@/server/domain/yaml/parse";
import { renderBlock, renderInline } from "@/server/domain/yaml/render";
import type { YamlValue } from "@/server/domain/yaml/types";

let folder: string;
let goReads: GoReader;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lamina-yaml-"));
  goReads = await buildGoReader(path.join(folder, "yaml-reader"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isMap(value)) return Object.is(value, -0) ? 0 : value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    canonical(item),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `refused`, or the data as text. */
function ours(parsed: ParsedYaml | undefined): string {
  if (!parsed) return "null";
  if (!parsed.ok) return "refused";
  return roundedByKubernetes(parsed.data).length > 0 ? "refused" : toJson(canonical(parsed.data));
}

/** What Go cannot hold as text (bytes) counts as refused. */
function gos({ json }: GoReading): string {
  return json === undefined || json.includes("\\ufffd")
    ? "refused"
    : toJson(canonical(fromJson(json)));
}

async function compare(
  texts: readonly string[],
): Promise<{ text: string; go: string; lamina: string }[]> {
  const read = await goReads(texts);
  return texts.map((text, i) => ({
    text,
    go: gos(read[i] ?? {}),
    lamina: ours(parseYamlStream(text)[0]),
  }));
}

const different = (rows: Awaited<ReturnType<typeof compare>>) =>
  rows.filter(({ go, lamina }) => go !== lamina);

describe("we read what Go reads", () => {
  test("every scalar, as a value, in a list, between braces and as a whole document", async () => {
    const texts = scalars.flatMap((scalar) => [
      `a: ${scalar}\n`,
      `- ${scalar}\n- b\n`,
      `{a: ${scalar} }`,
      `${scalar}\n`,
    ]);
    expect(different(await compare(texts))).toEqual([]);
  });

  test("every tag", async () => {
    const values = [...scalars, ...quoted];
    const texts = tags.flatMap((tag) => values.map((value) => `a: ${tag} ${value}\n`));
    expect(different(await compare(texts))).toEqual([]);
  });

  test("every key, or it is refused because Go would make another text of it", async () => {
    const rows = await compare([...scalars, ...keys].map((key) => `${key}: 1\n`));
    const changed = different(rows);
    expect(changed.filter(({ lamina }) => lamina !== "refused")).toEqual([]);
    const needless = changed.filter(({ text, go }) => go === toJson({ [text.slice(0, -4)]: 1 }));
    expect(needless.map(({ text }) => text)).toEqual([".inf: 1\n", "-.inf: 1\n", ".nan: 1\n"]);
  });

  test("documents, indentation, block texts, anchors, merges, comments, tabs and line ends", async () => {
    const texts = documents.filter((text) => !onlyOurs.includes(text) && !onlyGos.includes(text));
    expect(different(await compare(texts))).toEqual([]);
  });

  test("what only one of the two reads is known", async () => {
    const ours = await compare(onlyOurs);
    expect(ours.filter(({ go, lamina }) => go !== "refused" || lamina === "refused")).toEqual([]);
    const gos = await compare(onlyGos);
    expect(gos.filter(({ go, lamina }) => go === "refused" || lamina !== "refused")).toEqual([]);
  });

  test("an integer that Kubernetes would round is refused, whatever Go's reader makes of it", async () => {
    const rows = await compare(tooLong.map((number) => `a: ${number}\n`));
    expect(rows.filter(({ lamina }) => lamina !== "refused")).toEqual([]);
  });
});

/** One value of each shape around every text, and every number that can be written. */
const values: YamlValue[] = [
  ...texts,
  ...texts.map((text) => ({ key: text, [text]: 1, list: [text, { [text]: text }, [text]] })),
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  1e-7,
  5e-324,
  123456789012,
  2n ** 63n - 1n,
  -(2n ** 63n),
  [],
  {},
  { a: [], b: {}, c: null, d: [[], {}, [[1]]], "": "", e: [{ f: 1, g: [2n ** 60n] }] },
];

describe("Go reads exactly what we write", () => {
  test.each<[string, (value: YamlValue) => string]>([
    ["as a block", (value) => `${renderBlock(value)}\n`],
    ["as a block with wide steps", (value) => `${renderBlock(value, 4)}\n`],
    ["on one line", (value) => `${renderInline(value)}\n`],
    ["behind a key", (value) => `a:\n  b: ${renderInline(value)}\n  c: 1\n`],
    ["as JSON", (value) => toJson(value)],
  ])("%s", async (how, write) => {
    const expected = values.map((value) =>
      how === "behind a key" ? { a: { b: value, c: 1 } } : value,
    );
    const written = values.map(write);
    const read = await goReads(written);
    const wrong = written.flatMap((text, i) => {
      const want = toJson(canonical(expected[i]));
      const go = gos(read[i] ?? {});
      const lamina = ours(parseYamlStream(text)[0]);
      return go === want && lamina === want ? [] : [{ text, want, go, lamina }];
    });
    expect(wrong).toEqual([]);
  });
});
