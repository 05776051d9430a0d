import { and, eq, gt, isNull, ne } from "drizzle-orm";
import { inTenant, type Tx } from "@/server/db/client";
import { roleAssignments, roles, sessions, users } from "@/server/db/schema";
import type { Actor, ServiceDeps } from "@/server/services/kit/context";
import type { OpenedSession } from "./sign-in";

/**
 * The actor behind a session, with today's grants; null when the session is revoked or over, or the
 * person was deactivated. Asked on every request, so that a revocation acts at once.
 */
export async function sessionActor(
  deps: ServiceDeps,
  session: OpenedSession,
): Promise<Extract<Actor, { kind: "user" }> | null> {
  const { tenantId, userId, sessionId } = session;
  return inTenant(deps.db, tenantId, async (tx) => {
    const [live] = await tx
      .select({ id: users.id })
      .from(sessions)
      .innerJoin(users, and(eq(users.tenantId, sessions.tenantId), eq(users.id, sessions.userId)))
      .where(
        and(
          eq(sessions.id, sessionId),
          eq(sessions.userId, userId),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, deps.clock.now()),
          eq(users.isActive, true),
        ),
      );
    if (!live) return null;
    const grants = await tx
      .select({ projectId: roleAssignments.projectId, permissions: roles.permissions })
      .from(roleAssignments)
      .innerJoin(
        roles,
        and(eq(roles.tenantId, roleAssignments.tenantId), eq(roles.id, roleAssignments.roleId)),
      )
      .where(eq(roleAssignments.userId, userId));
    return { kind: "user", id: userId, tenantId, sessionId, grants };
  });
}

/** Ends a session: the next request with its cookie is signed out. */
export async function revokeSession(deps: ServiceDeps, session: OpenedSession): Promise<void> {
  await inTenant(deps.db, session.tenantId, (tx) =>
    tx
      .update(sessions)
      .set({ revokedAt: deps.clock.now() })
      .where(eq(sessions.id, session.sessionId)),
  );
}

/** Ends every session of the person but the one that asks: whoever else came in has to leave. */
export async function endOtherSessions(
  tx: Tx,
  actor: { id: string; sessionId: string },
  now: Date,
): Promise<void> {
  const others = and(eq(sessions.userId, actor.id), ne(sessions.id, actor.sessionId));
  await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(others, isNull(sessions.revokedAt)));
}
