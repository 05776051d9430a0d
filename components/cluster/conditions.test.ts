import { expect, test } from "vitest";
import type { Condition } from "@/server/domain/cluster/condition";
import { conditionLines, conditionTone } from "./conditions";

const condition = (type: string, status: Condition["status"], code?: string): Condition => ({
  type,
  status,
  reason: "Reason",
  message: "",
  lastTransitionTime: "2026-11-24T06:00:00.000Z",
  observedGeneration: 1,
  ...(code ? { code } : {}),
});

test("every health condition has a line, in the order in which they come true, then the others", () => {
  const lines = conditionLines([
    condition("Deleting", "True"),
    condition("AgentConnected", "True"),
    condition("InfrastructureReady", "True"),
  ]);
  expect(lines.map((l) => `${l.type}=${l.status}`)).toEqual([
    "InfrastructureReady=True",
    "ControlPlaneAvailable=Unknown",
    "AgentConnected=True",
    "NodesReady=Unknown",
    "LayersReady=Unknown",
    "Deleting=True",
  ]);
});

test.each([
  ["true is good", condition("NodesReady", "True"), true, "ok"],
  [
    "not yet true while it is made is progress",
    condition("NodesReady", "False"),
    false,
    "progress",
  ],
  ["not true afterwards is trouble", condition("NodesReady", "False"), true, "danger"],
  [
    "a named failure is trouble at any time",
    condition("NodesReady", "False", "INTERNAL"),
    false,
    "danger",
  ],
  ["unknown afterwards is a warning", condition("NodesReady", "Unknown"), true, "warn"],
] as const)("conditionTone: %s", (_name, reported, settled, want) => {
  const line = conditionLines([reported]).find((l) => l.type === "NodesReady");
  expect(line && conditionTone(line, settled)).toBe(want);
});
