import { expect, test } from "vitest";
import { permissions } from "@/server/domain/access/permissions";
import { appRouter } from "./root";

interface Declared {
  _def: { meta?: { permission?: string } };
}

test("every procedure of the API declares a permission that exists", () => {
  const { procedures: flat } = appRouter._def;
  // tRPC keeps procedures in one flat record at run time and types them as a tree.
  const procedures = Object.entries(flat as unknown as Record<string, Declared>);
  expect(procedures.length).toBeGreaterThan(20);
  const known = new Set<string>([...permissions, "signed-in"]);
  const wrong = procedures.filter(([, p]) => !known.has(p._def.meta?.permission ?? "none"));
  expect(wrong.map(([path]) => path)).toEqual([]);
});
