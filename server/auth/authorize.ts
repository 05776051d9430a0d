import type { User } from "next-auth";
import { z } from "zod";
import { getDeps } from "@/server/deps";
import { isAppError } from "@/server/domain/errors/app-error";
import { type OpenedSession, signIn } from "@/server/services/auth/sign-in";
import { type Attempt, SignInAttempts } from "./attempts";
import { issueDevice, knownDevice } from "./device-cookie";

/** Where a sign-in comes from, as the front door and the browser say. */
export interface SignInOrigin {
  client: string;
  /** The browser's device cookie. */
  device: string | undefined;
  userAgent: string;
}

/** What the transport adds to next-auth's own answer. */
export interface SignInOutcome {
  /** The mark of the browser, once it signed in. */
  device?: string;
  /** Seconds after which to come again, when the password was not checked. */
  retryAfter?: number;
}

/** No address is longer (RFC 5321), and no password that was ever accepted. */
const credentialsSchema = z.object({
  email: z.string().max(254),
  password: z.string().max(128),
});

const attempts = new SignInAttempts();

/** How soon a client whose password nobody had time for comes again (seconds). */
const busySeconds = 5;

/**
 * Checks what the sign-in form sent. next-auth shows the text of an error thrown here to the browser, so
 * there are three: `TooManyAttempts:<seconds>`, `Busy` and `SignInFailed`.
 */
export async function authorize(
  credentials: unknown,
  origin: SignInOrigin,
  outcome: SignInOutcome = {},
): Promise<User | null> {
  const parsed = credentialsSchema.safeParse(credentials);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const { secrets } = getDeps();
  const device = knownDevice(origin.device, email, secrets.session);
  const attempt: Attempt = { email, client: origin.client, device };
  const wait = await attempts.begin(attempt);
  if (wait > 0) {
    outcome.retryAfter = wait;
    throw new Error(`TooManyAttempts:${wait}`);
  }
  // Whoever is known here goes before strangers.
  const priority = device === null ? 1 : 0;
  const { userAgent } = origin;
  const opened = await tryToEnter({ email, password, userAgent, priority }, outcome);
  if (!opened) return null;
  await attempts.succeeded(attempt);
  outcome.device = issueDevice(email, secrets.session);
  return { id: opened.userId, lamina: opened };
}

/** What went wrong on our side stays in the log; the browser learns only that it did. */
async function tryToEnter(
  input: Parameters<typeof signIn>[1],
  outcome: SignInOutcome,
): Promise<OpenedSession | null> {
  const { services } = getDeps();
  try {
    return await signIn(services, input);
  } catch (error) {
    if (isAppError(error) && error.code === "UNAVAILABLE") {
      outcome.retryAfter = busySeconds;
      throw new Error("Busy", { cause: error });
    }
    services.log.error({ err: error }, "signing in failed");
    throw new Error("SignInFailed", { cause: error });
  }
}
