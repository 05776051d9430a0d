import { randomBytes, randomUUID } from "node:crypto";
import { inSystem, type Database, type Tx } from "@/server/db/client";
import { createTestDatabase } from "@/server/db/testing/test-database";
import { newId } from "@/server/domain/ids/ids";
import { builtInRoles } from "@/server/domain/access/built-in-roles";
import type { AssetState } from "@/server/domain/assets";
import type { Grant } from "@/server/domain/access/grants";
import type { Permission } from "@/server/domain/access/permissions";
import { permissions } from "@/server/domain/access/permissions";
import { settableClock } from "@/server/platform/clock/clock";
import { createLog } from "@/server/platform/log/log";
import type { ProcessStatus } from "@/server/platform/process/types";
import type { WorkItem } from "@/server/queue/queue";
import type { ServiceContext, ServiceDeps } from "@/server/services/kit/context";
import { createAddressKeys } from "@/server/services/auth/address-keys";
import { createKeyring } from "@/server/services/kit/keyring";
import { createTenant } from "@/server/services/tenancy/create-tenant";

/** Services on a real database; the outer world is recorded. */
export interface TestServices {
  deps: ServiceDeps;
  /** The bare client of the database, for LISTEN. */
  sql: Database["sql"];
  clock: ReturnType<typeof settableClock>;
  enqueued: WorkItem[];
  retried: string[];
  /** What was asked of the assets, e.g. `prepare etcd 3.6.16`. */
  asked: string[];
  /** The assets of the installation; none before a test adds some. */
  assets: AssetState[];
  memory: { totalMiB: number; freeMiB: number };
  /** The programs that are ready; a test puts its own in. */
  programs: { helm: string | null };
  /** Processes that the console supervises; the log of each tells its id. */
  processes: ProcessStatus[];
  /** A fresh tenant with an administrator and one project. */
  newTenant(options?: { operatesInstallation: boolean }): Promise<TestTenant>;
  close(): Promise<void>;
}

export interface TestTenant {
  tenantId: string;
  projectId: string;
  userId: string;
  email: string;
  password: string;
  admin: ServiceContext;
  /** A person with exactly these permissions in the project. */
  person(...granted: Permission[]): ServiceContext;
  /** A person with this built-in role, in the project or in the tenant as the role says. */
  holder(roleKey: string): ServiceContext;
}

/** Builds services for one test file; a log of its own when the test reads what is written. */
export async function createTestServices({
  log = createLog("silent"),
} = {}): Promise<TestServices> {
  const database = await createTestDatabase();
  const clock = settableClock("2026-01-01T00:00:00.000Z");
  const enqueued: WorkItem[] = [];
  const retried: string[] = [];
  const asked: string[] = [];
  const assets: AssetState[] = [];
  const processes: ProcessStatus[] = [];
  const programs: TestServices["programs"] = { helm: null };
  const masterKey = { id: "master", key: randomBytes(32) };
  const memory = { totalMiB: 16_000, freeMiB: 12_000 };
  const deps: ServiceDeps = {
    db: database.db,
    clock,
    log,
    keyring: createKeyring(masterKey),
    addressKeys: createAddressKeys(masterKey),
    ports: {
      forgetFirstLogin: () => {},
      enqueue: async (_tx: Tx, item: WorkItem) => void enqueued.push(item),
      assets: {
        states: () => assets,
        retry: (name, version) => void asked.push(`retry ${name} ${version}`),
        need: () => {},
        prepare: (name, version) => void asked.push(`prepare ${name} ${version}`),
        pause: (name, version) => void asked.push(`pause ${name} ${version}`),
      },
      processes: { list: () => processes, tailLog: async (id) => `log of ${id}` },
      managementPlane: () => ({ state: "ready", message: "", versions: {} }),
      helm: () => programs.helm,
      memory: () => memory,
      agents: {
        connected: () => false,
        desiredChanged: () => {},
        retry: (id) => void retried.push(id),
      },
    },
  };
  return {
    deps,
    sql: database.sql,
    clock,
    enqueued,
    retried,
    asked,
    assets,
    memory,
    programs,
    processes,
    newTenant: (options) => newTenant(deps, options),
    close: database.close,
  };
}

async function newTenant(
  deps: ServiceDeps,
  { operatesInstallation } = { operatesInstallation: false },
): Promise<TestTenant> {
  const slug = randomUUID();
  const email = `${slug}@example.org`;
  const password = `password-${slug}`;
  const person = { email, adminName: "Ann Admin", password };
  const made = await inSystem(deps.db, (tx) =>
    createTenant(deps, tx, { name: slug, slug, operatesInstallation, ...person }),
  );
  const as = (grants: Grant[]): ServiceContext => ({
    ...deps,
    actor: {
      kind: "user",
      id: made.userId,
      tenantId: made.tenantId,
      sessionId: newId("session"),
      grants,
    },
    requestId: randomUUID(),
  });
  return {
    ...made,
    email,
    password,
    admin: as([{ projectId: null, permissions }]),
    person: (...granted) => as([{ projectId: made.projectId, permissions: granted }]),
    holder(roleKey) {
      const role = builtInRoles.find(({ key }) => key === roleKey);
      if (!role) throw new Error(`There is no role ${roleKey}.`);
      const projectId = role.scope === "tenant" ? null : made.projectId;
      return as([{ projectId, permissions: role.permissions }]);
    },
  };
}
