import { expect, test } from "vitest";
import type { OperationView } from "@/server/domain/cluster/views";
import type { OperationStep } from "@/server/domain/operation/types";
import { currentStep, foldSteps, operationLook, repeatsWait, stepCount } from "./operation-look";
import { supportText } from "./support-text";

const step = (key: string, more: Partial<OperationStep> = {}): OperationStep => ({
  key,
  title: `Step ${key}`,
  state: "Succeeded",
  startedAt: "2026-11-24T06:00:00.000Z",
  finishedAt: "2026-11-24T06:00:09.400Z",
  attempt: 1,
  reason: "Done",
  message: "",
  waitingFor: null,
  code: null,
  ...more,
});
const failed = step("b", {
  state: "Failed",
  attempt: 3,
  reason: "HelmFailed",
  message: "values do not fit",
  code: "LAYER_VALUES_INVALID",
});
const waiting = step("c", {
  state: "Waiting",
  startedAt: null,
  finishedAt: null,
  reason: "NotStarted",
  waitingFor: "Step b",
});
const operation: OperationView = {
  id: "opr_1",
  kind: "create",
  title: "Deploy demo",
  state: "Running",
  attempt: 1,
  steps: [step("a"), failed, waiting],
  startedAt: "2026-11-24T06:00:00.000Z",
  finishedAt: null,
};

test("a running operation with a named failure is shown as trouble, not as progress", () => {
  expect(operationLook(operation).tone).toBe("warn");
  expect(operationLook({ state: "Running", steps: [step("a")] }).tone).toBe("progress");
});

test("the failed step is read first, then the one at work, then the one that waits", () => {
  expect(currentStep(operation.steps)?.key).toBe("b");
  expect(currentStep([step("a"), waiting])?.key).toBe("c");
  expect(currentStep([step("a")])).toBeUndefined();
});

test("skipped steps count as done", () => {
  expect(stepCount([step("a"), step("b", { state: "Skipped" }), waiting])).toBe("2 of 3 steps");
});

test("the text for support holds every step with its reason, code and what it waits for", () => {
  const now = new Date("2026-11-24T06:01:00.000Z");
  const text = supportText(operation, { cluster: "demo (cls_1)", address: "http://x/", now });
  expect(text).toContain("[Succeeded] Step a (Done, 9.4 s)");
  expect(text).toContain("[Failed] Step b (HelmFailed, 9.4 s, attempt 3)");
  expect(text).toContain("LAYER_VALUES_INVALID: The layer's values were rejected");
  expect(text).toContain("[Waiting] Step c (NotStarted)\n    waits for: Step b");
});

test("an update or scaling shows what was done and folds the rest; a deployment shows all", () => {
  const steps = [step("a", { unchanged: true }), step("b"), waiting];
  const keys = (kind: OperationView["kind"]) => {
    const { shown, unchanged } = foldSteps({ kind, steps });
    return [shown.map(({ key }) => key).join(""), unchanged.map(({ key }) => key).join("")];
  };
  expect(keys("update")).toEqual(["bc", "a"]);
  expect(keys("scale")).toEqual(["bc", "a"]);
  expect(keys("create")).toEqual(["abc", ""]);
  expect(keys("delete")).toEqual(["abc", ""]);
});

test("steps in a row that wait for the same say it once", () => {
  const next = { ...waiting, key: "d" };
  expect(repeatsWait(waiting, failed)).toBe(false);
  expect(repeatsWait(next, waiting)).toBe(true);
  expect(repeatsWait({ ...next, waitingFor: "another" }, waiting)).toBe(false);
});
