import { eq } from "drizzle-orm";
import { builtInRoles } from "@/server/domain/access/built-in-roles";
import { newId } from "@/server/domain/ids/ids";
import type { Tx } from "@/server/db/client";
import { projects, roleAssignments, roles, tenants, users } from "@/server/db/schema";
import { blindIndex } from "@/server/platform/secrets/envelope";
import { hashPassword } from "@/server/services/auth/password";
import type { TenantKeyring } from "@/server/services/kit/keyring";

/** A new tenant with its built-in roles, a project called Default and its first administrator. */
export async function createTenant(
  tx: Tx,
  keyring: TenantKeyring,
  input: {
    name: string;
    slug: string;
    email: string;
    adminName: string;
    password: string;
    operatesInstallation?: boolean;
  },
): Promise<{ tenantId: string; userId: string; projectId: string }> {
  const tenantId = newId("tenant");
  const { name, slug, operatesInstallation = false } = input;
  await tx.insert(tenants).values({ tenantId, name, slug, operatesInstallation });
  const projectId = newId("project");
  await tx.insert(projects).values({ tenantId, id: projectId, name: "Default", slug: "default" });
  await syncBuiltInRoles(tx, tenantId);
  const userId = await createUser(tx, keyring, tenantId, input);
  const admin = await tx.select().from(roles).where(eq(roles.tenantId, tenantId));
  const roleId = admin.find((r) => r.key === "tenant-admin")?.id;
  if (!roleId) throw new Error("The role tenant-admin is missing.");
  await tx
    .insert(roleAssignments)
    .values({ tenantId, id: newId("roleAssignment"), userId, roleId });
  return { tenantId, userId, projectId };
}

/** Brings a tenant's system roles to the code's table: new roles are added, permissions follow. */
export async function syncBuiltInRoles(tx: Tx, tenantId: string): Promise<void> {
  for (const role of builtInRoles) {
    const permissions = [...role.permissions];
    await tx
      .insert(roles)
      .values({
        tenantId,
        id: newId("role"),
        key: role.key,
        name: role.name,
        scope: role.scope,
        type: "system",
        permissions,
      })
      .onConflictDoUpdate({
        target: [roles.tenantId, roles.key],
        set: { name: role.name, permissions },
      });
  }
}

async function createUser(
  tx: Tx,
  keyring: TenantKeyring,
  tenantId: string,
  input: { email: string; adminName: string; password: string },
): Promise<string> {
  const id = newId("user");
  const place = (column: string) => ({ tenantId, table: "users", column, row: id });
  await tx.insert(users).values({
    tenantId,
    id,
    emailSealed: await keyring.seal(tx, place("email"), input.email),
    emailIndex: blindIndex(input.email, await keyring.current(tx, tenantId)),
    nameSealed: await keyring.seal(tx, place("name"), input.adminName),
    passwordHash: await hashPassword(input.password),
  });
  return id;
}
