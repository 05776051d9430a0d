/** How much of a statement is kept: enough to recognise it. */
const shownLength = 1000;

/**
 * A statement that failed, without its parameters: they hold values of profiles, sealed names and
 * password hashes, and so do the driver's own words (`Failing row contains …`).
 */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";

  constructor(
    /** PostgreSQL's SQLSTATE or the driver's code, e.g. `23505` or `ECONNREFUSED`. */
    readonly code: string,
    statement: string,
    constraint: string,
  ) {
    const where = constraint === "" ? "" : `, ${constraint}`;
    super(`Database error ${code}${where}: ${statement.slice(0, shownLength)}`);
  }
}

/**
 * The error to throw on: what came from the database becomes a DatabaseError, anything else stays.
 * Recognised by shape, because bundlers copy classes.
 */
export function withoutParameters(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const isQuery = "query" in error && "params" in error;
  if (!isQuery && error.name !== "PostgresError") return error;
  const driver = isQuery ? error.cause : error;
  const code = textOf(driver, "code") || "unknown";
  return new DatabaseError(code, textOf(error, "query"), textOf(driver, "constraint_name"));
}

/** SQLSTATE of a constraint that wants a value once (PostgreSQL, appendix A). */
export const uniqueViolation = "23505";

/** The SQLSTATE of what the database refused; empty for any other error. */
export function sqlStateOf(error: unknown): string {
  const found = withoutParameters(error);
  return found instanceof DatabaseError ? found.code : "";
}

function textOf(error: unknown, key: string): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, key) : undefined;
  return typeof value === "string" ? value : "";
}
