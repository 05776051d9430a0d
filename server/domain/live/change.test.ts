import { expect, test } from "vitest";
import { changesAccessOf, concerns, type ObjectChange } from "./change";

const change = (projectId: string | null, kind: ObjectChange["kind"] = "cluster") => ({
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

test("what somebody may do is told to no page, and concerns that person, or all when a role changed", () => {
  const access = (id: string) => ({ kind: "access" as const, id, projectId: null });
  expect(concerns([grant(null)], access("usr_a"))).toBe(false);
  expect(changesAccessOf("usr_a", access("usr_a"))).toBe(true);
  expect(changesAccessOf("usr_a", access("usr_b"))).toBe(false);
  expect(changesAccessOf("usr_a", access("rol_1"))).toBe(true);
  expect(changesAccessOf("usr_a", change(null))).toBe(false);
});
