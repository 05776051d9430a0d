import { hash, verify } from "@node-rs/argon2";
import { Slots } from "@/server/platform/slots/slots";

/** Argon2id with the parameters of the OWASP password storage cheat sheet (19 MiB, 2 passes). */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash to store; salt and parameters are part of the text. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

/**
 * Half of Node's worker threads: a flood of passwords must not keep files and pages waiting. Fifty that wait
 * are about a second's work; beyond that, whoever comes next is better told so.
 */
const checks = new Slots(2, 50);

let decoy: Promise<string> | undefined;

/**
 * Whether the password fits. Without a hash (no such person) the same work is done,
 * so that the time of the answer does not tell who exists. UNAVAILABLE when too many wait.
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
  priority = 0,
): Promise<boolean> {
  decoy ??= hashPassword("no such person");
  const known = stored ?? (await decoy);
  const fits = await checks.run({ priority }, () => verify(known, password));
  return stored !== null && fits;
}
