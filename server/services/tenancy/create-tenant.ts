import { eq } from "drizzle-orm";
import { builtInRoles } from "@/server/domain/access/built-in-roles";
import { newId } from "@/server/domain/ids/ids";
import type { Tx } from "@/server/db/client";
import { projects, roleAssignments, roles, tenants, users } from "@/server/db/schema";
import { setAddress } from "@/server/services/auth/addresses";
import { hashPassword } from "@/server/services/auth/password";
import type { ServiceDeps } from "@/server/services/kit/context";

/** What a tenant's rows are sealed and found with. */
type Keys = Pick<ServiceDeps, "keyring" | "addressKeys">;

/** A new tenant with its built-in roles, a project called Default and its first administrator. */
export async function createTenant(
  keys: Keys,
  tx: Tx,
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
  const userId = await createUser(keys, tx, tenantId, input);
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
  keys: Keys,
  tx: Tx,
  tenantId: string,
  input: { email: string; adminName: string; password: string },
): Promise<string> {
  const id = newId("user");
  const place = (column: string) => ({ tenantId, table: "users", column, row: id });
  await tx.insert(users).values({
    tenantId,
    id,
    emailSealed: await keys.keyring.seal(tx, place("email"), input.email),
    nameSealed: await keys.keyring.seal(tx, place("name"), input.adminName),
    passwordHash: await hashPassword(input.password),
  });
  await setAddress(keys, tx, { tenantId, userId: id, email: input.email });
  return id;
}
