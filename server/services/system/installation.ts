import { eq, isNull } from "drizzle-orm";
import { can } from "@/server/domain/access/grants";
import { AppError, notFound } from "@/server/domain/errors/app-error";
import { idSchema } from "@/server/domain/ids/ids";
import { clusters, tenants } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";

/**
 * Whether the actor administers the installation (docs/decisions/0007). Its programs and processes are
 * no tenant's: the tenant of the first run operates it, through whoever may update gateways there.
 */
export async function administersInstallation(ctx: VerbContext): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== "user" || !can(actor.grants, "privateGateway.update", null)) return false;
  const [tenant] = await ctx.tx
    .select({ operates: tenants.operatesInstallation })
    .from(tenants)
    .where(eq(tenants.tenantId, ctx.tenantId));
  return tenant?.operates ?? false;
}

/** Refuses whoever does not administer the installation. */
export async function requireInstallation(ctx: VerbContext): Promise<void> {
  if (!(await administersInstallation(ctx))) throw notAdministrator();
}

/** Whose processes a person may look at. */
export class ProcessAccess {
  private constructor(
    private readonly clusterIds: ReadonlySet<string>,
    /** Of the installation. */
    readonly administrator: boolean,
  ) {}

  static async of(ctx: VerbContext): Promise<ProcessAccess> {
    const { actor } = ctx;
    const rows = await ctx.tx
      .select({ id: clusters.id, projectId: clusters.projectId })
      .from(clusters)
      .where(isNull(clusters.deletedAt));
    const readable = rows.filter(
      (row) => actor.kind === "user" && can(actor.grants, "cluster.get", row.projectId),
    );
    return new ProcessAccess(
      new Set(readable.map((row) => row.id)),
      await administersInstallation(ctx),
    );
  }

  /** A cluster's processes are its tenant's; all others belong to the installation. */
  allows(group: string): boolean {
    const clusterId = clusterOf(group);
    return clusterId === null ? this.administrator : this.clusterIds.has(clusterId);
  }

  /** Throws NOT_FOUND for a cluster that is not shown, FORBIDDEN for what the installation runs. */
  require({ id, group }: { id: string; group: string }): void {
    if (this.allows(group)) return;
    throw clusterOf(group) === null ? notAdministrator() : notFound("process", id);
  }
}

/** The id in `clusters/<id>`; null for other groups, also those of clusters that were made by hand. */
function clusterOf(group: string): string | null {
  const id = group.replace(/^clusters\//, "");
  return idSchema("cluster").safeParse(id).success ? id : null;
}

function notAdministrator(): AppError {
  const message = "This requires an administrator of the installation.";
  return new AppError("FORBIDDEN", message);
}
