import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { builtInRoles } from "@/server/domain/access/built-in-roles";
import { permissions } from "@/server/domain/access/permissions";
import { permissionsDocument, permissionsDocumentPath } from "./permissions-document";

test("the document of the permissions is the one that the roles give: npm run docs:permissions", () => {
  expect(existsSync(permissionsDocumentPath)).toBe(true);
  expect(readFileSync(permissionsDocumentPath, "utf8")).toBe(permissionsDocument());
});

test("it names every role and everything a permission can be about", () => {
  const text = permissionsDocument();
  for (const { key } of builtInRoles) expect(text).toContain(`\`${key}\``);
  for (const permission of permissions) expect(text).toContain(`\`${permission.split(".")[0]}\``);
});

test("a viewer's cell holds get and list alone, an administrator's everything", () => {
  const row = permissionsDocument()
    .split("\n")
    .find((line) => line.startsWith("| `clusterProfile` |"));
  expect(row).toBe("| `clusterProfile` | C G L U D, publish | G L | C G L U D, publish |");
});
