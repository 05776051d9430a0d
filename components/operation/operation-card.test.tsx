import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import type { OperationView } from "@/server/domain/cluster/views";
import { OperationCard } from "./operation-card";

let lost = false;
vi.mock("@/components/access/live-state", () => ({ useStale: () => lost }));

const operation = (state: OperationView["state"]): OperationView => ({
  id: "opr_1",
  kind: "create",
  title: "Deploy demo",
  state,
  attempt: 1,
  steps: [],
  startedAt: "2026-11-24T06:00:00.000Z",
  finishedAt: state === "Running" ? null : "2026-11-24T06:01:00.000Z",
});
const markup = (state: OperationView["state"]) =>
  renderToStaticMarkup(<OperationCard operation={operation(state)} />);

test("while the console cannot be reached an operation at work is the last known; what ended stays so", () => {
  expect(markup("Running")).not.toContain("last known");
  lost = true;
  expect(markup("Running")).toContain("last known");
  expect(markup("Succeeded")).not.toContain("last known");
});
