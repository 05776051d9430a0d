import { builtInRoles, type BuiltInRole } from "@/server/domain/access/built-in-roles";
import {
  all,
  permissions,
  resources,
  type Permission,
  type Resource,
} from "@/server/domain/access/permissions";

/** Where the document stands, from the repository's root. */
export const permissionsDocumentPath = "docs/permissions.md";

const introduction = `# Permissions

<!-- Written by \`npm run docs:permissions\` from server/domain/access; a test compares them. -->

A permission is \`resource.operation\`, for example \`cluster.update\`. It is the platform's published contract: a string never changes its meaning, and what a release does not have yet keeps its name reserved.

- A person holds roles, each in one project or in the whole tenant. What the person may do is the union of all roles; there is no rule that denies.
- A role in a project acts on the objects of that project. A role in the tenant acts in every project, and alone on what belongs to the tenant itself.
- An object of another tenant, or of a project in which the person has no role, is answered with NOT_FOUND; a missing permission with FORBIDDEN, which names it.
- Built-in roles exist in every tenant and can be neither changed nor deleted.
- Agents and the system hold no permissions.

In the tables **C** is create, **G** get, **L** list, **U** update, **D** delete. Other operations are written out.
`;

/** The document as it should stand in the repository. */
export function permissionsDocument(): string {
  const scoped = (scope: BuiltInRole["scope"]) => builtInRoles.filter((r) => r.scope === scope);
  return [
    introduction,
    section("Roles in a tenant", scoped("tenant")),
    section("Roles in a project", scoped("project")),
  ].join("\n");
}

function section(title: string, roles: readonly BuiltInRole[]): string {
  const keys = roles.map(({ name, key }) => `| ${name} | \`${key}\` |`);
  const head = `| Resource | ${roles.map(({ name }) => name).join(" | ")} |`;
  const rule = `|---|${"---|".repeat(roles.length)}`;
  const rows = subjects().map(
    (subject) => `| \`${subject}\` | ${roles.map((role) => cellOf(role, subject)).join(" | ")} |`,
  );
  const table = [head, rule, ...rows].join("\n");
  return `## ${title}\n\n| Role | Key |\n|---|---|\n${keys.join("\n")}\n\n${table}\n`;
}

/** All resources, and what only has operations of its own. */
function subjects(): string[] {
  return [...new Set([...resources, ...permissions.map((one) => one.split(".")[0] ?? one)])].sort();
}

function cellOf(role: BuiltInRole, subject: string): string {
  const usual = new Set<Permission>(isResource(subject) ? all(subject) : []);
  const held = permissions.filter(
    (one) => one.startsWith(`${subject}.`) && role.permissions.includes(one),
  );
  const operationOf = (one: string) => one.slice(subject.length + 1);
  const letters = held
    .filter((one) => usual.has(one))
    .map((one) => operationOf(one).charAt(0).toUpperCase());
  const others = held.filter((one) => !usual.has(one)).map(operationOf);
  return [letters.join(" "), ...others].filter((part) => part !== "").join(", ");
}

function isResource(subject: string): subject is Resource {
  return resources.some((resource) => resource === subject);
}
