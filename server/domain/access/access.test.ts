import { expect, test } from "vitest";
import { builtInRoles } from "./built-in-roles";
import { can } from "./grants";
import { permissions } from "./permissions";

test("no grant, no permission", () => {
  expect(can([], "cluster.get", "prj_a")).toBe(false);
});

test("a project grant acts in its project only", () => {
  const grants = [{ projectId: "prj_a", permissions: ["cluster.delete"] }];
  expect(can(grants, "cluster.delete", "prj_a")).toBe(true);
  expect(can(grants, "cluster.delete", "prj_b")).toBe(false);
  expect(can(grants, "cluster.delete", null)).toBe(false);
});

test("a tenant grant acts in every project, and only with what it names", () => {
  const grants = [{ projectId: null, permissions: ["cluster.get"] }];
  expect(can(grants, "cluster.get", "prj_a")).toBe(true);
  expect(can(grants, "cluster.update", "prj_a")).toBe(false);
});

test("built-in roles name only permissions that exist, each once per role key", () => {
  for (const role of builtInRoles) {
    expect(role.permissions.filter((p) => !permissions.includes(p))).toEqual([]);
  }
  expect(new Set(builtInRoles.map((r) => r.key)).size).toBe(builtInRoles.length);
});

test("viewers can change nothing", () => {
  for (const role of builtInRoles.filter((r) => r.key.endsWith("viewer"))) {
    expect(role.permissions.filter((p) => !/\.(get|list)$/.test(p))).toEqual([]);
  }
});
