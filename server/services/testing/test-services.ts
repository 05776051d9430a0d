import { randomBytes, randomUUID } from "node:crypto";
import type { Tx } from "@/server/db/client";
import { inSystem } from "@/server/db/client";
import { createTestDatabase } from "@/server/db/testing/test-database";
import { newId } from "@/server/domain/ids/ids";
import type { Grant } from "@/server/domain/access/grants";
import type { Permission } from "@/server/domain/access/permissions";
import { permissions } from "@/server/domain/access/permissions";
import { settableClock } from "@/server/platform/clock/clock";
import { createLog } from "@/server/platform/log/log";
import type { WorkItem } from "@/server/queue/queue";
import type { ServiceContext, ServiceDeps } from "@/server/services/kit/context";
import { createKeyring } from "@/server/services/kit/keyring";
import { createTenant } from "@/server/services/tenancy/create-tenant";

/** Services on a real database; the outer world is recorded. */
export interface TestServices {
  deps: ServiceDeps;
  clock: ReturnType<typeof settableClock>;
  enqueued: WorkItem[];
  retried: string[];
  memory: { totalMiB: number; freeMiB: number };
  /** A fresh tenant with an administrator and one project. */
  newTenant(): Promise<TestTenant>;
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
}

/** Builds services for one test file; a log of its own when the test reads what is written. */
export async function createTestServices({
  log = createLog("silent"),
} = {}): Promise<TestServices> {
  const database = await createTestDatabase();
  const clock = settableClock("2026-01-01T00:00:00.000Z");
  const enqueued: WorkItem[] = [];
  const retried: string[] = [];
  const memory = { totalMiB: 16_000, freeMiB: 12_000 };
  const deps: ServiceDeps = {
    db: database.db,
    clock,
    log,
    keyring: createKeyring({ id: "master", key: randomBytes(32) }),
    ports: {
      forgetFirstLogin: () => {},
      enqueue: async (_tx: Tx, item: WorkItem) => void enqueued.push(item),
      assets: { states: () => [], retry: () => {} },
      processes: { list: () => [], tailLog: async () => "" },
      managementPlane: () => ({ state: "ready", message: "", versions: {} }),
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
    clock,
    enqueued,
    retried,
    memory,
    newTenant: () => newTenant(deps),
    close: database.close,
  };
}

async function newTenant(deps: ServiceDeps): Promise<TestTenant> {
  const slug = randomUUID();
  const email = `${slug}@example.org`;
  const password = `password-${slug}`;
  const made = await inSystem(deps.db, (tx) =>
    createTenant(tx, deps.keyring, { name: slug, slug, email, adminName: "Ann Admin", password }),
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
  };
}
