import type { z } from "zod";
import { can } from "@/server/domain/access/grants";
import type { Permission } from "@/server/domain/access/permissions";
import { AppError, isAppError } from "@/server/domain/errors/app-error";
import { isLargerThan } from "@/server/domain/text/input-size";
import { notStorable, unstorablePath } from "@/server/domain/text/storable";
import { inTenant } from "@/server/db/client";
import { writeAudit, type AuditEntry } from "./audit";
import type { Actor, ServiceContext, VerbContext } from "./context";

/**
 * The project of the object a call is about: found inside the tenant, so another tenant's id ends
 * here with NOT_FOUND. Null: the object belongs to the tenant itself.
 */
type FindProject<I> = (ctx: VerbContext, input: I) => Promise<string | null> | string | null;

/** `signed-in`: what concerns only the actor, whatever the actor's roles. */
type Needed = Permission | "signed-in";

interface VerbDefinition<I extends z.ZodType, R> {
  permission: Needed;
  input: I;
  project: FindProject<z.output<I>>;
  run(ctx: VerbContext, input: z.output<I>): Promise<R>;
}

/** A callable use case that carries its permission and input shape with it. */
export interface Verb<I extends z.ZodType, O> {
  (ctx: ServiceContext, raw: z.input<I>): Promise<O>;
  permission: Needed;
  input: I;
  kind: "read" | "write";
}

/**
 * A read whose answer takes long to work out: what `run` found is finished outside of the transaction,
 * which would hold a connection of the database all the while.
 */
export function defineLongRead<I extends z.ZodType, R, O>(
  def: VerbDefinition<I, R> & { finish(ctx: ServiceContext, found: R): Promise<O> },
): Verb<I, O> {
  const call = async (ctx: ServiceContext, raw: z.input<I>) =>
    def.finish(ctx, await enter(ctx, def, raw, def.run));
  return Object.assign(call, {
    permission: def.permission,
    input: def.input,
    kind: "read" as const,
  });
}

/** A read: permission and validation are part of its type. */
export function defineRead<I extends z.ZodType, O>(def: VerbDefinition<I, O>): Verb<I, O> {
  const call = (ctx: ServiceContext, raw: z.input<I>) => enter(ctx, def, raw, def.run);
  return Object.assign(call, {
    permission: def.permission,
    input: def.input,
    kind: "read" as const,
  });
}

/** What a write leaves: the answer, its audit entry, and what may happen only once it is committed. */
interface Written<O> {
  result: O;
  audit: AuditEntry;
  committed?: () => unknown;
}

/** A write: permission, validation and the audit entry are part of its type; one transaction. */
export function defineWrite<I extends z.ZodType, O>(
  def: VerbDefinition<I, Written<O>>,
): Verb<I, O> {
  const call = async (ctx: ServiceContext, raw: z.input<I>) => {
    const { result, committed } = await enter(ctx, def, raw, async (verbContext, input) => {
      const written = await def.run(verbContext, input);
      await writeAudit(verbContext, written.audit);
      return written;
    });
    committed?.();
    return result;
  };
  return Object.assign(call, {
    permission: def.permission,
    input: def.input,
    kind: "write" as const,
  });
}

async function enter<I extends z.ZodType, R, O>(
  ctx: ServiceContext,
  def: VerbDefinition<I, R>,
  raw: z.input<I>,
  run: (ctx: VerbContext, input: z.output<I>) => Promise<O>,
): Promise<O> {
  if (def.permission !== "signed-in") refuseCostlyInput(ctx.actor, def.permission, raw);
  const input = parseInput(def.input, raw);
  const { tenantId } = ctx.actor;
  return inTenant(ctx.db, tenantId, async (tx) => {
    const verbContext = { ...ctx, tx, tenantId };
    const projectId = await findProject(verbContext, def, input);
    if (def.permission !== "signed-in") requirePermission(ctx.actor, def.permission, projectId);
    return run(verbContext, input);
  });
}

/**
 * The project of the call's object. To someone who does not see the whole tenant, one that is not there
 * and one of a project of others are the same answer, to the letter.
 */
async function findProject<I extends z.ZodType, R>(
  ctx: VerbContext,
  def: VerbDefinition<I, R>,
  input: z.output<I>,
): Promise<string | null> {
  try {
    return await def.project(ctx, input);
  } catch (error) {
    const missing = isAppError(error) && error.code === "NOT_FOUND";
    throw missing && !seesTenant(ctx.actor) ? notHere() : error;
  }
}

const seesTenant = (actor: Actor) =>
  actor.kind === "user" && actor.grants.some((grant) => grant.projectId === null);

const notHere = () => new AppError("NOT_FOUND", "There is no such thing here.");

/** More than any input of ours holds; what checks an input may look at each value of it several times. */
const largestInput = { values: 50_000, characters: 64 * 1024 * 1024 };

/** Parses, or throws BAD_INPUT with one text per wrong field; TOO_LARGE before it looks at too much. */
export function parseInput<I extends z.ZodType>(schema: I, raw: unknown): z.output<I> {
  if (isLargerThan(raw, largestInput))
    throw new AppError("TOO_LARGE", "The input holds too much: send less at once.");
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw badInput(parsed.error.issues);
  const path = unstorablePath(parsed.data);
  if (path) throw badInput([{ path, message: notStorable }]);
  return parsed.data;
}

function badInput(issues: readonly Pick<z.core.$ZodIssue, "path" | "message">[]): AppError {
  const fields: Record<string, string> = {};
  for (const issue of issues) fields[issue.path.join(".")] ??= wordsOf(issue);
  const first = Object.entries(fields)[0];
  const where = first?.[0] ? `${first[0]}: ` : "";
  const message = `${where}${first?.[1] ?? "The input is invalid."}`;
  return new AppError("BAD_INPUT", message, { fields });
}

/** What is wrong with a key stands one level further down. */
function wordsOf(issue: { message: string; issues?: readonly { message: string }[] }): string {
  return issue.issues?.[0]?.message ?? issue.message;
}

/** What is read of anybody's input before the permission is known: the ids that lead to the project. */
const cheapInput = { values: 500, characters: 20_000 };

/** FORBIDDEN for a large input of someone who may do this nowhere: reading it would cost more than that. */
function refuseCostlyInput(actor: Actor, permission: Permission, raw: unknown): void {
  const granted =
    actor.kind === "user" && actor.grants.some((grant) => grant.permissions.includes(permission));
  if (!granted && isLargerThan(raw, cheapInput)) throw forbidden(permission);
}

/**
 * Someone without any right in the project gets NOT_FOUND and learns nothing of what is there. Only people
 * hold permissions: a verb that an agent or the system may call has to say so in a way of its own.
 */
export function requirePermission(
  actor: Actor,
  permission: Permission,
  projectId: string | null,
): void {
  if (actor.kind !== "user") throw forbidden(permission);
  if (can(actor.grants, permission, projectId)) return;
  const insider = actor.grants.some((g) => g.projectId === null || g.projectId === projectId);
  if (projectId !== null && !insider) throw notHere();
  throw forbidden(permission);
}

function forbidden(permission: Permission): AppError {
  const message = `This requires the permission ${permission}. Ask an administrator for a role that includes it.`;
  return new AppError("FORBIDDEN", message);
}
