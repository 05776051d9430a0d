import { expect, test } from "vitest";
import { parseYaml, parseYamlStream } from "./parse";
import { RecentAnswers } from "./recent-answers";

test("the same text is read once, another way of reading reads it again", () => {
  const text = "a: 1\n---\nb: 2\n";
  const first = parseYamlStream(text);
  expect(parseYamlStream(text)).toBe(first);
  expect(parseYamlStream(text, { lenient: true })).not.toBe(first);
  expect(parseYamlStream(text, { transform: (value) => value })).not.toBe(first);
  expect(parseYaml("a: b\n", { maxBytes: 3 }).ok).toBe(false);
  expect(parseYaml("a: b\n").ok).toBe(true);
});

test("the oldest answer goes first", () => {
  const answers = new RecentAnswers<object>(2);
  const [a, b, c] = [{}, {}, {}];
  for (const [name, answer] of Object.entries({ a, b, c })) answers.keep(name, answer);
  expect(["a", "b", "c"].map((name) => answers.get(name))).toEqual([undefined, b, c]);
});
