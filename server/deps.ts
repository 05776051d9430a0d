import type { Change } from "@/server/domain/live/change";
import type { ServiceDeps } from "@/server/services/kit/context";

/** What the process hands to its route handlers; main.ts builds it, tests may as well. */
export interface ProcessDeps {
  services: ServiceDeps;
  /** Signs cookies; opens the worker's route (docs/configuration.md). */
  secrets: { session: string; worker: string };
  url: string;
  /** Drains due work for at most this long; returns how many runs were made. */
  drain(maxMs: number): Promise<number>;
  /** Calls back on every "this object changed" of the tenant until the returned function is called. */
  subscribe(tenantId: string, listener: (change: Change) => void): () => void;
}

/** Next bundles its own copy of this module: a registered symbol is what both copies share. */
const slot = Symbol.for("lamina.process-deps");
const holder = globalThis as { [slot]?: ProcessDeps };

/** Makes the process's dependencies known to its route handlers. */
export function provideDeps(deps: ProcessDeps): void {
  holder[slot] = deps;
}

/** The process's dependencies; missing only when Next is started without `lamina start`. */
export function getDeps(): ProcessDeps {
  const deps = holder[slot];
  if (!deps) throw new Error("Start the console with `npm start`, not with next itself.");
  return deps;
}
