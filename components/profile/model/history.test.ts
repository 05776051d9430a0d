import { expect, test } from "vitest";
import { applyInTurn } from "@/components/editor/text-edit";
import {
  backward,
  emptyHistory,
  forward,
  type History,
  record,
  stepBack,
  stepForward,
  type TextChange,
} from "./history";

const at = { layerId: "lyr_1" };
const typed = (from: number, removed: string, inserted: string) =>
  ({ kind: "typed", label: "Typing", at, changes: [{ from, removed, inserted }] }) as const;

/** Types the keys one after the other; "<" is a backspace. */
function type(keys: string, start = "", history: History = emptyHistory) {
  let text = start;
  let now = history;
  for (const key of keys) {
    const change: TextChange =
      key === "<"
        ? { from: text.length - 1, removed: text.slice(-1), inserted: "" }
        : { from: text.length, removed: "", inserted: key };
    text = applyInTurn(text, forward([change]));
    now = record(now, { ...typed(0, "", ""), changes: [change] });
  }
  return { text, history: now };
}
const changesOf = (history: History) =>
  history.past.map((entry) => (entry.kind === "typed" ? entry.changes : []));

test("a word is one step, and so is its space; a line end begins a new one", () => {
  const { history } = type("ab cd\n  e");
  expect(
    changesOf(history)
      .flat()
      .map((change) => change.inserted),
  ).toEqual(["ab", " cd", "\n", "  e"]);
});

test("what was mistyped and corrected is one step; deleting older text is another than typing", () => {
  expect(changesOf(type("ax<b").history).flat()).toEqual([
    { from: 0, removed: "", inserted: "ab" },
  ]);
  const { history } = type("<<x", "abc");
  expect(changesOf(history).flat()).toEqual([
    { from: 1, removed: "bc", inserted: "" },
    { from: 1, removed: "", inserted: "x" },
  ]);
});

test("letters that are composed replace one another within one step", () => {
  let history = record(emptyHistory, typed(2, "", "k"));
  history = record(history, typed(2, "k", "か"));
  history = record(history, typed(2, "か", "漢"));
  expect(changesOf(history).flat()).toEqual([{ from: 2, removed: "", inserted: "漢" }]);
});

test("typing elsewhere, in another text, or after an undo begins a new step", () => {
  let history = record(emptyHistory, typed(0, "", "a"));
  history = record(history, typed(5, "", "b"));
  history = record(history, { ...typed(6, "", "c"), at: { layerId: "lyr_2" } });
  expect(history.past).toHaveLength(3);
  const taken = stepBack(history);
  expect(taken.future).toHaveLength(1);
  expect(stepForward(taken)).toEqual(history);
  expect(record(taken, typed(6, "", "d"))).toMatchObject({ future: [], past: { length: 3 } });
});

test("whatever is typed at random, undo to the beginning and redo to the end lead back exactly", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const pieces = ["a", " ", "\n", "bc", "", "  ", "x".repeat(300)];
  for (let round = 0; round < 400; round++) {
    const start = "key: value\n";
    let text = start;
    let history = emptyHistory;
    for (let key = 0; key < 40; key++) {
      const from = random(3) === 0 ? random(text.length + 1) : text.length;
      const removed = text.slice(from, from + random(3));
      const change = { from, removed, inserted: pieces[random(pieces.length)] ?? "" };
      text = applyInTurn(text, forward([change]));
      history = record(history, { ...typed(0, "", ""), changes: [change] });
    }
    const steps = [...changesOf(history)];
    const back = steps.toReversed().reduce((now, step) => applyInTurn(now, backward(step)), text);
    expect(back).toBe(start);
    expect(steps.reduce((now, step) => applyInTurn(now, forward(step)), back)).toBe(text);
  }
});

test("the letters of a new name are one step from the old to the new", () => {
  const step = (before: string, after: string) =>
    ({
      kind: "layers",
      label: "Rename",
      group: "rename lyr_1",
      before: [{ name: before }],
      after: [{ name: after }],
    }) as never;
  const history = record(record(emptyHistory, step("a", "ab")), step("ab", "abc"));
  expect(history.past).toMatchObject([{ before: [{ name: "a" }], after: [{ name: "abc" }] }]);
});
