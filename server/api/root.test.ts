import { expect, test } from "vitest";
import { permissions } from "@/server/domain/access/permissions";

test("every procedure of the API declares a permission that exists", async () => {
  const { appRouter } = await import("./root");
  const procedures = Object.entries(appRouter._def.procedures);
  expect(procedures.length).toBeGreaterThan(20);
  const known = new Set<string>([...permissions, "signed-in"]);
  const wrong = procedures.filter(([, p]) => !known.has(String(p._def.meta?.permission)));
  expect(wrong.map(([path]) => path)).toEqual([]);
});
