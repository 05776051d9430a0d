/** What can go wrong between us and an API server. */
export type KubeErrorCode =
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "CONFLICT"
  | "INVALID"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  /** The version of a watch or list is too old: list again. */
  | "EXPIRED"
  | "THROTTLED"
  | "UNREACHABLE"
  | "SERVER_ERROR";

/** Bundlers copy modules, so `instanceof` is no proof; this registered symbol is. */
const brand = Symbol.for("lamina.KubeError");

/** An answer of an API server that is no success, or none at all. */
export class KubeError extends Error {
  readonly [brand] = true;
  override readonly name = "KubeError";

  constructor(
    readonly code: KubeErrorCode,
    message: string,
    options: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = options.status ?? 0;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly retryAfterMs: number | undefined;
}

/** True for a KubeError, of one code when given. */
export function isKubeError(error: unknown, code?: KubeErrorCode): error is KubeError {
  if (typeof error !== "object" || error === null || !(brand in error)) return false;
  return code === undefined || ("code" in error && error.code === code);
}

/** True when the API server, or a webhook it asks, refuses what was wanted: the same again is refused again. */
export function isRefusal(error: unknown): error is KubeError {
  if (isKubeError(error, "INVALID")) return true;
  return isKubeError(error, "FORBIDDEN") && /admission webhook/.test(error.message);
}

/** The error of an HTTP status and of the reason in the API server's Status object. */
export function errorCodeOf(status: number, reason: string): KubeErrorCode {
  if (status === 404) return "NOT_FOUND";
  if (status === 409) return reason === "AlreadyExists" ? "ALREADY_EXISTS" : "CONFLICT";
  if (status === 410) return "EXPIRED";
  if (status === 401) return "UNAUTHORIZED";
  if (status === 403) return "FORBIDDEN";
  if (status === 429) return "THROTTLED";
  return status === 400 || status === 415 || status === 422 ? "INVALID" : "SERVER_ERROR";
}
