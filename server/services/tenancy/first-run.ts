import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { inSystem } from "@/server/db/client";
import { tenants } from "@/server/db/schema";
import { writeDurably } from "@/server/platform/files/write-durably";
import type { ServiceDeps } from "@/server/services/kit/context";
import { createTenant, syncBuiltInRoles } from "./create-tenant";

/** The credentials of the first administrator, until that person has chosen an own password. */
export interface FirstLogin {
  email: string;
  password: string;
}

const firstLoginFile = (dataDir: string) => join(dataDir, "first-login.json");

/**
 * Makes the first tenant and administrator of an empty installation, and brings the built-in roles
 * of every tenant up to date. Returns what the terminal prints; null once the person chose an own
 * e-mail and password, which nobody else knows.
 */
export async function ensureFirstTenant(
  deps: ServiceDeps,
  settings: { dataDir: string; adminEmail: string; adminPassword: string | undefined },
): Promise<FirstLogin | null> {
  const file = firstLoginFile(settings.dataDir);
  await inSystem(deps.db, async (tx) => {
    const existing = await tx.select().from(tenants);
    for (const { tenantId } of existing) await syncBuiltInRoles(tx, tenantId);
    if (existing.length > 0) return;
    const login: FirstLogin = {
      email: settings.adminEmail,
      password: settings.adminPassword ?? randomBytes(9).toString("base64url"),
    };
    // Written before the commit: a crash in between leaves a file that the next start replaces.
    writeDurably(file, JSON.stringify(login));
    await createTenant(deps, tx, {
      name: "My organisation",
      slug: "default",
      operatesInstallation: true,
      email: login.email,
      adminName: "Administrator",
      password: login.password,
    });
  });
  // A crash after the set-up's commit leaves the file of a login that is no more.
  if (await isSetUp(deps)) forgetFirstLogin(settings.dataDir);
  return readFirstLogin(settings.dataDir);
}

async function isSetUp(deps: ServiceDeps): Promise<boolean> {
  const [first] = await inSystem(deps.db, (tx) =>
    tx.select().from(tenants).where(eq(tenants.operatesInstallation, true)),
  );
  return first?.setUpAt != null;
}

function readFirstLogin(dataDir: string): FirstLogin | null {
  const file = firstLoginFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as FirstLogin) : null;
}

/** Forgets the printed password; called when the administrator chose an own one. */
export function forgetFirstLogin(dataDir: string): void {
  rmSync(firstLoginFile(dataDir), { force: true });
}
