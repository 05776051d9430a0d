import type { Grant } from "@/server/domain/access/grants";

/** An object of a tenant changed; whoever shows it asks for it again. */
export interface Change {
  kind: "cluster" | "profile" | "system";
  id: string;
  /** Null: of the installation, or of a project that is gone. */
  projectId: string | null;
}

/** Whether the holder of these grants may know of the change; the installation's concern everybody. */
export function concerns(grants: readonly Grant[], { kind, projectId }: Change): boolean {
  if (kind === "system") return true;
  return grants.some((grant) => grant.projectId === null || grant.projectId === projectId);
}
