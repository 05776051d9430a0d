import type postgres from "postgres";
import { z } from "zod";
import type { Change } from "@/server/domain/live/change";
import type { Log } from "@/server/platform/log/log";

type Listener = (change: Change) => void;

const payload = z.object({
  tenantId: z.string(),
  kind: z.enum(["cluster", "profile", "system"]),
  id: z.string(),
  projectId: z.string().nullable(),
});

/** Spreads the database's change notifications to the open pages of each tenant. */
export class ChangeFeed {
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(private readonly log: Log) {}

  /** Listens on the database; the driver listens again after a lost connection. */
  async start(sql: postgres.Sql): Promise<void> {
    await sql.listen("lamina_changes", (text) => this.receive(text));
  }

  /** Calls back on each change of the tenant, and of the installation, until the answer is called. */
  subscribe(tenantId: string, listener: Listener): () => void {
    const set = this.listeners.get(tenantId) ?? new Set();
    this.listeners.set(tenantId, set.add(listener));
    return () => void set.delete(listener);
  }

  /** Something of the installation changed: assets, processes, management plane. */
  systemChanged(): void {
    for (const set of this.listeners.values()) {
      for (const listener of set) listener({ kind: "system", id: "", projectId: null });
    }
  }

  private receive(text: string): void {
    const parsed = payload.safeParse(JSON.parse(text));
    if (!parsed.success) {
      this.log.warn({ issue: parsed.error.issues[0]?.message }, "unreadable change");
      return;
    }
    const { tenantId, ...change } = parsed.data;
    for (const listener of this.listeners.get(tenantId) ?? []) listener(change);
  }
}
