import { newId } from "@/server/domain/ids/ids";
import { auditEntries } from "@/server/db/schema";
import type { VerbContext } from "./context";

/** What a change says of itself. Details hold names, numbers and sizes; never secrets or values. */
export interface AuditEntry {
  action: string;
  object: { kind: string; id: string; name?: string };
  projectId: string | null;
  details?: Record<string, string | number | boolean | null>;
}

/** Writes the entry in the change's own transaction: no audit row, no change. */
export async function writeAudit(ctx: VerbContext, entry: AuditEntry): Promise<void> {
  await ctx.tx.insert(auditEntries).values({
    tenantId: ctx.tenantId,
    id: newId("audit"),
    at: ctx.clock.now(),
    projectId: entry.projectId,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    action: entry.action,
    objectKind: entry.object.kind,
    objectId: entry.object.id,
    objectName: entry.object.name ?? "",
    details: entry.details ?? {},
    requestId: ctx.requestId,
  });
}
