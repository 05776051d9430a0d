import { initTRPC, TRPCError, type TRPC_ERROR_CODE_KEY } from "@trpc/server";
import type { z } from "zod";
import type { Permission } from "@/server/domain/access/permissions";
import { AppError, isAppError, type ErrorCode } from "@/server/domain/errors/app-error";
import { isPassing } from "@/server/domain/errors/passing";
import type { UserActor } from "@/server/auth/actor";
import type { ServiceDeps } from "@/server/services/kit/context";
import { countCall } from "./call-limit";
import type { Verb } from "@/server/services/kit/define";

/** One request: the process's services and who asks. */
export interface ApiContext {
  services: ServiceDeps;
  actor: UserActor | null;
  requestId: string;
}

/** What a procedure tells of itself; a test fails on one without a permission. */
interface ProcedureMeta {
  permission: Permission | "signed-in";
  /** The verb's input; a test looks whether all of it is bounded. */
  input?: z.ZodType;
}

const trpcCodes: Record<ErrorCode, TRPC_ERROR_CODE_KEY> = {
  BAD_INPUT: "BAD_REQUEST",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  STALE: "CONFLICT",
  PRECONDITION_FAILED: "PRECONDITION_FAILED",
  LIMIT_EXCEEDED: "PRECONDITION_FAILED",
  RATE_LIMITED: "TOO_MANY_REQUESTS",
  TOO_LARGE: "PAYLOAD_TOO_LARGE",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  INTERNAL: "INTERNAL_SERVER_ERROR",
};

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    // A stream that died silently (a sleeping laptop, a proxy) shows by the missing pings.
    sse: {
      ping: { enabled: true, intervalMs: 1_500 },
      client: { reconnectAfterInactivityMs: 4_000 },
    },
    errorFormatter: ({ shape, error, ctx }) => ({
      ...shape,
      // Only our own errors were written for people; the text of any other stays in the log.
      message: isAppError(error.cause) ? error.cause.message : publicMessage(error, ctx?.requestId),
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        requestId: ctx?.requestId ?? null,
        reason: isAppError(error.cause) ? error.cause.code : null,
        fields: isAppError(error.cause) ? error.cause.fields : {},
      },
    }),
  });

/** What tRPC itself refuses, in words of ours. */
const refusals: Partial<Record<TRPC_ERROR_CODE_KEY, string>> = {
  BAD_REQUEST: "The request is invalid.",
  NOT_FOUND: "There is no such procedure.",
  METHOD_NOT_SUPPORTED: "Use GET for what only reads and POST for what changes something.",
  UNSUPPORTED_MEDIA_TYPE: "Send the input as JSON (content-type: application/json).",
};

function publicMessage(error: TRPCError, requestId?: string): string {
  const refusal = refusals[error.code];
  if (refusal !== undefined) return refusal;
  const sentence = "Something went wrong on the server.";
  if (requestId === undefined) return `${sentence} See the console's log for details.`;
  return `${sentence} Include this ID when you report it: ${requestId}.`;
}

const mapErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (isDatabaseAway(cause)) {
    ctx.services.log.error({ err: cause, path, requestId: ctx.requestId }, "the database is away");
    throw toTrpcError(databaseAway());
  }
  if (isAppError(cause)) {
    ctx.services.log.info({ path, requestId: ctx.requestId, code: cause.code }, "request refused");
    throw toTrpcError(cause);
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    ctx.services.log.error({ err: cause, path, requestId: ctx.requestId }, "request failed");
  }
  return result;
});

function isDatabaseAway(cause: unknown): boolean {
  for (let at = cause; at instanceof Error; at = at.cause) if (isPassing(at)) return true;
  return false;
}

function databaseAway(): AppError {
  const message = "The database does not answer. Whether this was done is not known: look again.";
  return new AppError("UNAVAILABLE", message);
}

/** What is thrown before any procedure runs keeps its code as well; clients ask again after a 503. */
export function inItsTransport(error: unknown): never {
  if (isDatabaseAway(error)) throw toTrpcError(databaseAway());
  throw isAppError(error) ? toTrpcError(error) : error;
}

/** The transport's form of an error of ours. */
export function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: trpcCodes[error.code], message: error.message, cause: error });
}

/** What a call without a session is told. */
export function sessionEnded(): TRPCError {
  return toTrpcError(new AppError("UNAUTHENTICATED", "Your session has ended: sign in again."));
}

const signedIn = t.procedure.use(mapErrors).use(async ({ ctx, next }) => {
  if (!ctx.actor) throw sessionEnded();
  await countCall(ctx.actor.sessionId);
  const { services, requestId } = ctx;
  const service = { ...services, actor: ctx.actor, requestId };
  return next({ ctx: { ...ctx, actor: ctx.actor, service } });
});

export const router = t.router;
export const createCaller = t.createCallerFactory;
/** For the few procedures that are no verb, e.g. the change feed. */
export const signedInProcedure = signedIn.meta({ permission: "signed-in" });

/** The query of a read: permission and input come from the verb itself. */
export function queryOf<I extends z.ZodType, O>(verb: Verb<I, O>) {
  return signedIn
    .meta({ permission: verb.permission, input: verb.input })
    .input(passThrough(verb.input))
    .query(({ ctx, input }) => verb(ctx.service, input as z.input<I>));
}

/** The mutation of a write. */
export function mutationOf<I extends z.ZodType, O>(verb: Verb<I, O>) {
  return signedIn
    .meta({ permission: verb.permission, input: verb.input })
    .input(passThrough(verb.input))
    .mutation(({ ctx, input }) => verb(ctx.service, input as z.input<I>));
}

/** Types the input by the verb's schema and leaves the parsing, with its messages, to the verb. */
function passThrough<I extends z.ZodType>(_schema: I) {
  return (raw: unknown) => raw as z.input<I>;
}
