import { expect, test } from "vitest";
import { z } from "zod";
import { maxProfileBytes } from "@/server/domain/profile/limits";
import { appRouter } from "./root";

type Schema = z.core.$ZodType;
/** Where in the input, what stands there, and whether anything of any size passes. */
interface Unbounded {
  path: string;
  what: string;
}

/** A text of a layer may be long; all others are refused at the first length already. */
const longTexts = [100_000, maxProfileBytes + 1];
const longList = Array.from({ length: 100_001 }, () => undefined);
const largeRecord = Object.fromEntries(longList.map((_, i) => [`k${i}`, "v"]));

/** Many inputs share a schema, and trying one costs much: each is tried once. */
function onceEach(check: (schema: Schema) => boolean): (schema: Schema) => boolean {
  const known = new Map<Schema, boolean>();
  return (schema) => {
    const answer = known.get(schema) ?? check(schema);
    known.set(schema, answer);
    return answer;
  };
}

const boundsText = onceEach((schema) =>
  longTexts.some((length) => !z.safeParse(schema, "a".repeat(length)).success),
);
const boundsList = onceEach((schema) => refusesAsWhole(schema, longList));
const boundsRecord = onceEach((schema) => refusesAsWhole(schema, largeRecord));

/** True when the schema refuses the value as a whole, not only what is in it. */
function refusesAsWhole(schema: Schema, value: unknown): boolean {
  const issues = z.safeParse(schema, value).error?.issues ?? [];
  return issues.some((issue) => issue.path.length === 0);
}

/** Every text, list and record of a schema that takes more than it should. */
function unboundedOf(schema: Schema, path: string): Unbounded[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "string":
      return boundsText(schema) ? [] : [{ path, what: "text" }];
    case "array": {
      const own = boundsList(schema) ? [] : [{ path, what: "list" }];
      return [...own, ...unboundedOf(def.element, `${path}[]`)];
    }
    case "record": {
      const own = boundsRecord(schema) ? [] : [{ path, what: "record" }];
      const inner = [
        unboundedOf(def.keyType, `${path}.key`),
        unboundedOf(def.valueType, `${path}.*`),
      ];
      return [...own, ...inner.flat()];
    }
    case "object":
      return Object.entries(def.shape).flatMap(([key, inner]) =>
        unboundedOf(inner, `${path}.${key}`),
      );
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return unboundedOf(def.innerType, path);
    case "pipe":
      return unboundedOf(def.in, path);
    case "union":
      return def.options.flatMap((option, i) => unboundedOf(option, `${path}|${i}`));
    case "number":
    case "boolean":
    case "enum":
    case "literal":
    case "void":
      return [];
    default:
      return [{ path, what: `${def.type}: say here how it is bounded` }];
  }
}

test("the search finds what is not bounded", () => {
  const schema = z.object({
    text: z.string(),
    deep: z.object({ list: z.array(z.string().max(5)).optional() }).nullable(),
    record: z.record(z.string().max(5), z.string().max(5)).default({}),
    fine: z.array(z.string().max(3)).max(4),
  });
  expect(unboundedOf(schema, "").map(({ path, what }) => `${path} ${what}`)).toEqual([
    ".text text",
    ".deep.list list",
    ".record record",
  ]);
});

interface Declared {
  _def: { meta?: { input?: z.ZodType } };
}

test("every text, list and record of every input of the API is bounded", () => {
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Record<string, Declared>,
  );
  const inputs = procedures.flatMap(([name, { _def }]) =>
    _def.meta?.input ? [{ name, input: _def.meta.input }] : [],
  );
  // All but the stream of changes, which takes none.
  expect(inputs.length).toBe(procedures.length - 1);
  expect(inputs.flatMap(({ name, input }) => unboundedOf(input, name))).toEqual([]);
});
