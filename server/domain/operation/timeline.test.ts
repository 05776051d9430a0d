import { expect, test } from "vitest";
import { errorCatalogue } from "./catalogue";
import { mergeSteps, operationState, progressOf } from "./timeline";
import type { StepReport, StepState } from "./types";

const at = (s: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, s));
const step = (state: StepState, over: Partial<StepReport> = {}): StepReport => ({
  key: "nodes",
  title: "Nodes",
  state,
  reason: "R",
  ...over,
});

test("a waiting step has not begun; running starts it; success ends it once", () => {
  const waiting = mergeSteps([], [step("Waiting")], at(0));
  expect(waiting[0]).toMatchObject({ startedAt: null, finishedAt: null, attempt: 0 });
  const running = mergeSteps(waiting, [step("Running")], at(1));
  expect(running[0]).toMatchObject({ startedAt: at(1).toISOString(), attempt: 1 });
  const done = mergeSteps(running, [step("Succeeded")], at(2));
  expect(done[0]).toMatchObject({ finishedAt: at(2).toISOString(), attempt: 1 });
  expect(mergeSteps(done, [step("Succeeded")], at(9))).toEqual(done);
});

test("a step that succeeds on the first look began and ended then", () => {
  const [only] = mergeSteps([], [step("Succeeded")], at(3));
  expect(only).toMatchObject({ startedAt: at(3).toISOString(), finishedAt: at(3).toISOString() });
});

test("a failed step that runs again counts a new attempt with a new start", () => {
  const failed = mergeSteps([], [step("Failed", { code: "PORT_TAKEN" })], at(0));
  const again = mergeSteps(failed, [step("Running")], at(5));
  expect(again[0]).toMatchObject({ attempt: 2, startedAt: at(5).toISOString(), code: null });
});

test("a step that is reported no more is done, at its place", () => {
  const keyed = (key: string, state: StepState) => step(state, { key });
  const before = mergeSteps([], [keyed("a", "Running"), keyed("b", "Succeeded")], at(0));
  const after = mergeSteps(before, [keyed("b", "Succeeded"), keyed("c", "Waiting")], at(4));
  expect(after.map(({ key, state }) => [key, state])).toEqual([
    ["a", "Succeeded"],
    ["b", "Succeeded"],
    ["c", "Waiting"],
  ]);
  expect(after[0]).toMatchObject({ finishedAt: at(4).toISOString(), attempt: 1 });
  expect(mergeSteps(after, [keyed("b", "Succeeded"), keyed("c", "Waiting")], at(9))).toEqual(after);
});

test("an operation has succeeded when every step has, and fails with one", () => {
  const steps = (...states: StepState[]) =>
    mergeSteps(
      [],
      states.map((s, i) => step(s, { key: `${i}` })),
      at(0),
    );
  expect(operationState(steps("Succeeded", "Skipped"))).toBe("Succeeded");
  expect(operationState(steps("Succeeded", "Waiting"))).toBe("Running");
  expect(operationState(steps("Failed", "Waiting"))).toBe("Failed");
  expect(operationState([])).toBe("Running");
  expect(progressOf(steps("Succeeded", "Waiting", "Waiting"))).toBe(33);
});

test("every failure of the catalogue says what to do", () => {
  for (const [code, entry] of Object.entries(errorCatalogue)) {
    expect(entry.next.length, code).toBeGreaterThan(20);
  }
});

test("a step that was done all along is unchanged; one that was at work, or says so, is not", () => {
  const [first] = mergeSteps([], [step("Succeeded")], at(0));
  expect(first?.unchanged).toBe(true);
  const waited = mergeSteps(mergeSteps([], [step("Waiting")], at(0)), [step("Succeeded")], at(1));
  expect(waited[0]?.unchanged).toBe(true);
  expect(mergeSteps(waited, [step("Succeeded")], at(2))[0]?.unchanged).toBe(true);

  const told = mergeSteps([], [step("Succeeded", { worked: true })], at(0));
  expect(told[0]?.unchanged).toBeUndefined();
  const worked = mergeSteps(mergeSteps([], [step("Running")], at(0)), [step("Succeeded")], at(1));
  expect(worked[0]?.unchanged).toBeUndefined();
  const again = mergeSteps(
    mergeSteps(waited, [step("Running")], at(2)),
    [step("Succeeded")],
    at(3),
  );
  expect(again[0]?.unchanged).toBeUndefined();
  const removed = mergeSteps(mergeSteps([], [step("Waiting")], at(0)), [], at(1));
  expect(removed[0]).toMatchObject({ state: "Succeeded" });
  expect(removed[0]?.unchanged).toBeUndefined();
});
