import type { Grant } from "@/server/domain/access/grants";
import { idPrefixes } from "@/server/domain/ids/ids";

/** An object of a tenant changed; whoever shows it asks for it again. */
export interface ObjectChange {
  kind: "cluster" | "profile" | "system";
  id: string;
  /** Null: of the installation, or of a project that is gone. */
  projectId: string | null;
}

/** What somebody may do changed: of this person, or of whoever has this role. Told to no page. */
export interface AccessChange {
  kind: "access";
  id: string;
  projectId: string | null;
}

export type Change = ObjectChange | AccessChange;

/** Whether the holder of these grants may know of the change; the installation's concern everybody. */
export function concerns(grants: readonly Grant[], change: Change): change is ObjectChange {
  const { kind, projectId } = change;
  if (kind === "system") return true;
  if (kind === "access") return false;
  return grants.some((grant) => grant.projectId === null || grant.projectId === projectId);
}

/** Whether this person's session and grants may be others now. */
export function changesAccessOf(userId: string, { kind, id }: Change): boolean {
  return kind === "access" && (id === userId || !id.startsWith(`${idPrefixes.user}_`));
}
