import { expect, test } from "vitest";
import { setCondition, summarize, type Condition } from "./condition";

const t0 = new Date("2026-01-01T00:00:00Z");
const t1 = new Date("2026-01-01T00:01:00Z");
const report = (status: Condition["status"], reason = "R") => ({
  type: "NodesReady",
  status,
  reason,
  message: "",
});

test("the transition time stays while the status stays, whatever the reason says", () => {
  const first = setCondition([], report("False", "A"), t0, 1);
  const second = setCondition(first, report("False", "B"), t1, 2);
  expect(second).toEqual([
    { ...report("False", "B"), lastTransitionTime: t0.toISOString(), observedGeneration: 2 },
  ]);
});

test("the transition time moves with the status, and other conditions keep their place", () => {
  const other = setCondition([], { ...report("True"), type: "Other" }, t0, 1);
  const list = setCondition(setCondition(other, report("False"), t0, 1), report("True"), t1, 1);
  expect(list.map((c) => [c.type, c.status, c.lastTransitionTime])).toEqual([
    ["Other", "True", t0.toISOString()],
    ["NodesReady", "True", t1.toISOString()],
  ]);
});

test.each([
  ["every type true", ["True", "True"], "True"],
  ["false beats unknown", ["Unknown", "False"], "False"],
  ["a type nobody reported is unknown", ["True"], "Unknown"],
] as const)("summarize: %s", (_name, statuses, want) => {
  const conditions = statuses.map((status, i) => ({
    ...report(status),
    type: `T${i}`,
    lastTransitionTime: "",
    observedGeneration: 1,
  }));
  expect(summarize(conditions, ["T0", "T1"])).toBe(want);
});
