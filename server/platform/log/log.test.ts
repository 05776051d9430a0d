import { expect, test } from "vitest";
import { createLog } from "./log";

test("a secret never reaches a log line, at any of three depths", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line: string) => void lines.push(line) });
  log.info({ password: "hunter2", a: { token: "hunter2", b: { kubeconfig: "hunter2" } } }, "x");
  expect(lines.join("")).not.toContain("hunter2");
  expect(lines.join("")).toContain("***");
});
