import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "@/server/api/root";
import type { Environment } from "@/server/platform/env/env";

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
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  return fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookiesOf(csrf), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, ...credentials, json: "true" }),
  });
}

/** The API of a console, with a session of its own. */
export async function signInToConsole(
  url: string,
  credentials: { email: string; password: string },
) {
  const cookie = cookiesOf(await sendLogin(url, credentials));
  if (!cookie.includes("session-token"))
    throw new Error(`${credentials.email} could not sign in at ${url}.`);
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/api/trpc`, headers: { cookie } })],
  });
}

/** The cookies that an answer sets, as a request sends them. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
