import { provideDeps, type ProcessDeps } from "@/server/deps";
import type { ServiceDeps } from "@/server/services/kit/context";

/** What route handlers find in a test: real services, and no worker behind them. */
export function provideTestDeps(services: ServiceDeps, over: Partial<ProcessDeps> = {}): void {
  provideDeps({
    services,
    secrets: { session: "session-secret", worker: "worker-secret" },
    url: "http://localhost:3000",
    drain: async () => 0,
    subscribe: () => () => {},
    ...over,
  });
}
