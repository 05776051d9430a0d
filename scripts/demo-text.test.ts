import { describe, expect, test } from "vitest";
import type { OperationStep } from "@/server/domain/operation/types";
import { parseDemoOptions, stepLine, timelineTable } from "./demo-text";

const step: OperationStep = {
  key: "control-plane",
  title: "Start the control plane",
  state: "Succeeded",
  startedAt: "2026-01-02T03:04:05.000Z",
  finishedAt: "2026-01-02T03:04:17.500Z",
  attempt: 1,
  reason: "Ready",
  message: "",
  waitingFor: null,
  code: null,
};

describe("parseDemoOptions", () => {
  test("deploys a cluster called demo by itself", () => {
    expect(parseDemoOptions([])).toMatchObject({ name: "demo", remove: false, help: false });
  });
  test("takes a name, a time and the removal", () => {
    expect(parseDemoOptions(["--name", "other", "--timeout", "5", "--delete"])).toEqual({
      name: "other",
      remove: true,
      help: false,
      timeoutMs: 5000,
    });
  });
  test.each([[["--nmae"]], [["--name"]], [["--name", "--delete"]], [["--timeout", "soon"]]])(
    "refuses %j",
    (words) => {
      expect(() => parseDemoOptions(words)).toThrow();
    },
  );
});

test("the timeline has a row per step with its duration", () => {
  const open = {
    ...step,
    title: "Install",
    state: "Running" as const,
    finishedAt: null,
    attempt: 2,
  };
  expect(timelineTable([step, open]).split("\n")).toEqual([
    "STEP                      STATE                 STARTED    DURATION",
    "Start the control plane   Succeeded             03:04:05   12 s",
    "Install                   Running (attempt 2)   03:04:05",
  ]);
});

test("a waiting step says what it waits for, a failed one its code", () => {
  const waiting = { ...step, state: "Waiting" as const, waitingFor: "the agent" };
  expect(stepLine(waiting, 1234)).toBe("   1.2 s  · Start the control plane  (waiting: the agent)");
  const failed = {
    ...step,
    state: "Failed" as const,
    code: "PORT_TAKEN" as const,
    message: "6443",
  };
  expect(stepLine(failed, 0)).toContain("PORT_TAKEN: 6443");
});
