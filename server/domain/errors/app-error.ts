/** Transport-free error codes; each transport maps them once (tRPC, REST, agent). */
export const errorCodes = [
  "BAD_INPUT",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "STALE",
  "PRECONDITION_FAILED",
  "LIMIT_EXCEEDED",
  "RATE_LIMITED",
  "TOO_LARGE",
  "UNAVAILABLE",
  "INTERNAL",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Bundlers copy modules, so `instanceof` is no proof; this registered symbol is. */
const brand = Symbol.for("lamina.AppError");

/**
 * An error the user may read. `message` says what happened, where and how to fix it.
 * `fields` maps an input path (`"pools.0.size"`) to what is wrong with it.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: Readonly<Record<string, string>>;
  readonly [brand] = true;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; fields?: Record<string, string> } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.fields = options.fields ?? {};
  }
}

/** True for an AppError of any copy of this module. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && brand in error;
}

/** "Not here or not yours": the two are the same answer on purpose. `kind` is shown to the user. */
export function notFound(kind: string, id: string): AppError {
  return new AppError("NOT_FOUND", `No ${kind} ${id} was found.`);
}

/** The text of any thrown value, for logs and conditions. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
