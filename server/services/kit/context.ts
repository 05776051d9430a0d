import type { Grant } from "@/server/domain/access/grants";
import type { Db, Tx } from "@/server/db/client";
import type { Clock } from "@/server/platform/clock/clock";
import type { Log } from "@/server/platform/log/log";
import type { AddressKeys } from "@/server/services/auth/address-keys";
import type { TenantKeyring } from "./keyring";
import type { ServicePorts } from "./ports";

/** Who acts. The system acts for a tenant when a reconciler or an agent calls a service. */
export type Actor =
  | { kind: "user"; id: string; tenantId: string; sessionId: string; grants: readonly Grant[] }
  | { kind: "system" | "agent"; id: string; tenantId: string };

/** What every service needs; built once per process, the actor added per request. */
export interface ServiceDeps {
  db: Db;
  clock: Clock;
  log: Log;
  keyring: TenantKeyring;
  addressKeys: AddressKeys;
  ports: ServicePorts;
}

/** One call: the process's dependencies, who acts, and the id that logs and answers share. */
export interface ServiceContext extends ServiceDeps {
  actor: Actor;
  requestId: string;
}

/** One call inside its transaction. */
export interface VerbContext extends ServiceContext {
  tx: Tx;
  tenantId: string;
}
