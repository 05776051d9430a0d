/** Classes of PostgreSQL's SQLSTATE that pass by themselves: connection, rollback, resources, operator. */
const passingClasses = /^(08|40|53|57)...$/;

/** Codes of Node and of the database driver for a connection that was not there or broke. */
const connectionCodes: ReadonlySet<string> = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** True for a failure that the same attempt may survive later; false for one it meets every time. */
export function isPassing(error: unknown): boolean {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && (connectionCodes.has(code) || passingClasses.test(code));
}
