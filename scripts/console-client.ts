import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTRPCClient, httpLink, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable, observableToPromise } from "@trpc/server/observable";
import type { AppRouter } from "@/server/api/root";
import type { Environment } from "@/server/platform/env/env";
import { NotNow, Patience } from "./patience";

/** The console's API, signed in: the same calls as the browser's, over HTTP. */
export type ConsoleClient = Awaited<ReturnType<typeof signInToConsole>>;

/** True when a console answers at this address. */
export async function consoleAnswers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/healthz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** E-mail and password: from the environment, or those of the first login kept in the data folder. */
export function credentialsOf(env: Environment): { email: string; password: string } {
  if (env.adminPassword) return { email: env.adminEmail, password: env.adminPassword };
  const file = join(env.dataDir, "first-login.json");
  if (!existsSync(file)) {
    throw new Error(
      "No credentials: set LAMINA_ADMIN_EMAIL and LAMINA_ADMIN_PASSWORD (the first password was changed, or the data folder is another one).",
    );
  }
  return JSON.parse(readFileSync(file, "utf8")) as { email: string; password: string };
}

/** Signs in with e-mail and password, as the sign-in page does; the answer sets the session's cookie. */
export async function sendLogin(
  url: string,
  credentials: { email: string; password: string },
): Promise<Response> {
  const csrf = await fetchInTime(`${url}/api/auth/csrf`);
  if (csrf.status >= 500) throw new NotNow(`the console answers ${csrf.status}`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  return fetchInTime(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookiesOf(csrf), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, ...credentials, json: "true" }),
  });
}

/** The API of a console, with a session of its own. Reads are repeated while the console is away. */
export async function signInToConsole(
  url: string,
  credentials: { email: string; password: string },
  patience = new Patience(),
) {
  const cookie = await patience.until(() => sessionCookie(url, credentials));
  return createTRPCClient<AppRouter>({
    links: [
      patientReads(patience),
      httpLink({ url: `${url}/api/trpc`, headers: { cookie }, fetch: fetchInTime }),
    ],
  });
}

/** A server that accepts the connection and says nothing counts as away. */
const answerMs = 30_000;
const fetchInTime: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(answerMs);
  const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
  return fetch(input, { ...init, signal });
};

/** Queries change nothing: they are asked again. What changes something is its caller's to look up. */
function patientReads(patience: Patience): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        const ask = () => observableToPromise(next(op));
        const answer = op.type === "query" ? patience.until(ask) : ask();
        answer.then(
          (value) => {
            observer.next(value);
            observer.complete();
          },
          (error: unknown) => observer.error(TRPCClientError.from(asError(error))),
        );
      });
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

async function sessionCookie(
  url: string,
  credentials: { email: string; password: string },
): Promise<string> {
  const answer = await sendLogin(url, credentials);
  const cookie = cookiesOf(answer);
  if (cookie.includes("lamina-session=")) return cookie;
  // Not a word about the password: the console could not look.
  const text = `${answer.status} ${answer.headers.get("location") ?? ""} ${await answer.text()}`;
  if (answer.status >= 500 || text.includes("SignInFailed"))
    throw new NotNow("the console cannot sign anybody in");
  throw new Error(`${credentials.email} could not sign in at ${url}.`);
}

/** The cookies that an answer sets, as a request sends them. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
