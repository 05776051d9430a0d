import { expect, test } from "vitest";
import { coalesce } from "./coalesce";

test("what is asked for while a key is at work becomes one more run, other keys go on", async () => {
  const runs: string[] = [];
  const gates: (() => void)[] = [];
  const ask = coalesce(async (key) => {
    runs.push(key);
    await new Promise<void>((resolve) => gates.push(resolve));
  });
  for (const key of ["a", "a", "a", "b"]) ask(key);
  expect(runs).toEqual(["a", "b"]);
  gates[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(runs).toEqual(["a", "b", "a"]);
  gates[2]?.();
  await Promise.resolve();
  await Promise.resolve();
  ask("a");
  expect(runs).toEqual(["a", "b", "a", "a"]);
});
