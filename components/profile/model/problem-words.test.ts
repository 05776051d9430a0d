import { expect, test } from "vitest";
import type { ProfileProblem, ProfileProblemCode } from "@/server/domain/profile/types";
import { hasFaults, problemsSign } from "./problem-words";

const problem = (
  code: ProfileProblemCode,
  severity: ProfileProblem["severity"] = "error",
): ProfileProblem => ({
  code,
  severity,
  message: "",
  layerId: null,
  layerName: null,
  kind: null,
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
});
const missing = problem("LAYER_MISSING");

test("a new profile has layers to choose, and nothing is wrong with it", () => {
  expect(problemsSign(Array(4).fill(missing))).toEqual({
    words: "4 layers to choose",
    tone: "neutral",
  });
  expect(problemsSign([missing])?.words).toBe("1 layer to choose");
  expect(hasFaults([missing])).toBe(false);
});

test("what is wrong is counted without what is not chosen yet", () => {
  expect(problemsSign([missing, problem("VALUE_FORMAT")])).toEqual({
    words: "1 problem",
    tone: "danger",
  });
  expect(problemsSign([problem("VALUE_UNKNOWN", "warning"), missing])?.tone).toBe("warn");
  expect(problemsSign([])).toBeNull();
});
