import type postgres from "postgres";
import { z } from "zod";
import type { Change } from "@/server/domain/live/change";
import type { Log } from "@/server/platform/log/log";

type Listener = (change: Change) => void;

const payload = z.object({
  tenantId: z.string(),
  kind: z.enum(["cluster", "profile", "system", "access"]),
  id: z.string(),
  projectId: z.string().nullable(),
});

const json = z.string().transform((text, ctx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    ctx.addIssue({ code: "custom", message: "No JSON." });
    return z.NEVER;
  }
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
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.listeners.get(tenantId) === set) this.listeners.delete(tenantId);
    };
  }

  /** Something of the installation changed: assets, processes, management plane. */
  systemChanged(): void {
    for (const set of this.listeners.values()) {
      for (const listener of set) this.tell(listener, { kind: "system", id: "", projectId: null });
    }
  }

  private receive(text: string): void {
    const parsed = json.pipe(payload).safeParse(text);
    if (!parsed.success) {
      this.log.warn({ issue: parsed.error.issues[0]?.message }, "unreadable change");
      return;
    }
    const { tenantId, ...change } = parsed.data;
    for (const listener of this.listeners.get(tenantId) ?? []) this.tell(listener, change);
  }

  /** One that throws must not end the feed for the others. */
  private tell(listener: Listener, change: Change): void {
    try {
      listener(change);
    } catch (error) {
      this.log.error({ err: error, kind: change.kind }, "a change was not told");
    }
  }
}
