import { expect, test } from "vitest";
import { concerns, type Change } from "./change";

const change = (projectId: string | null, kind: Change["kind"] = "cluster") => ({
  kind,
  id: "cls_1",
  projectId,
});
const grant = (projectId: string | null) => ({ projectId, permissions: [] });

test("a change is told to whoever has a role in its project or in the whole tenant", () => {
  expect(concerns([grant("prj_a")], change("prj_a"))).toBe(true);
  expect(concerns([grant(null)], change("prj_a"))).toBe(true);
  expect(concerns([grant("prj_b")], change("prj_a"))).toBe(false);
  expect(concerns([], change("prj_a"))).toBe(false);
});

test("a change whose project is gone is told to the whole tenant's people only", () => {
  expect(concerns([grant("prj_a")], change(null))).toBe(false);
  expect(concerns([grant(null)], change(null))).toBe(true);
});

test("what changes in the installation concerns everybody", () => {
  expect(concerns([], change(null, "system"))).toBe(true);
});
