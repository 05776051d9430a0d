import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { messageOf } from "@/server/domain/errors/app-error";

/** A server that accepts the connection and then says nothing must not hold up a start. */
const answerMs = 10_000;

/** Why a database cannot be used, and what to do about it; each a sentence without its full stop. */
export interface DatabaseTrouble {
  why: string;
  next: string;
}

/** Connects once and asks; undefined when it answers. */
export async function probeDatabase(
  url: string,
  patienceMs = answerMs,
): Promise<DatabaseTrouble | undefined> {
  const sql = postgres(url, { max: 1, connect_timeout: patienceMs / 1000, onnotice: () => {} });
  const over = new AbortController();
  try {
    const silence = sleep(patienceMs, undefined, { signal: over.signal }).then(() => {
      throw new Error(`no answer within ${patienceMs / 1000} s`);
    });
    await Promise.race([sql`select 1`, silence]);
    return undefined;
  } catch (error) {
    return troubleOf(error);
  } finally {
    over.abort();
    await sql.end({ timeout: 0 });
  }
}

function troubleOf(error: unknown): DatabaseTrouble {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = messageOf(error) || code || "no answer";
  switch (code) {
    case "28P01":
    case "28000":
      return { why, next: "Check the user and the password in DATABASE_URL" };
    case "3D000":
      return { why, next: "Create it, or name another one in DATABASE_URL" };
    case "53300":
      return { why, next: "Close other connections to it, or raise its max_connections" };
    case "CONNECT_TIMEOUT":
      return { why: "no answer in time", next: "Check the address and that it runs" };
    default:
      return { why, next: "Check the address and that it runs" };
  }
}
