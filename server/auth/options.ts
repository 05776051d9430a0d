import type { NextAuthOptions, User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { getDeps } from "@/server/deps";
import { revokeSession } from "@/server/services/auth/session-actor";
import { sessionMinutes, signIn, type OpenedSession } from "@/server/services/auth/sign-in";
import { SignInAttempts } from "./attempts";

declare module "next-auth/jwt" {
  interface JWT {
    lamina?: OpenedSession;
  }
}
declare module "next-auth" {
  interface User {
    lamina?: OpenedSession;
  }
}

const attempts = new SignInAttempts();

/**
 * The signed cookie carries the id of a session row and nothing else worth stealing; the row is
 * asked on every request, so signing out or revoking acts at once.
 */
export function authOptions(): NextAuthOptions {
  const { secrets, url } = getDeps();
  return {
    secret: secrets.session,
    session: { strategy: "jwt", maxAge: sessionMinutes * 60 },
    pages: { signIn: "/sign-in" },
    useSecureCookies: url.startsWith("https://"),
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize,
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user?.lamina ? { lamina: user.lamina } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (token.lamina) await revokeSession(getDeps().services, token.lamina);
      },
    },
  };
}

/** Checks what the sign-in form sent. next-auth shows the text of an error thrown here to the browser. */
export async function authorize(
  credentials: { email: string; password: string } | undefined,
  request: { headers?: Record<string, unknown> },
): Promise<User | null> {
  const email = credentials?.email ?? "";
  const password = credentials?.password ?? "";
  const userAgent = String(request.headers?.["user-agent"] ?? "");
  const wait = await attempts.begin(email);
  if (wait > 0) throw new Error(`TooManyAttempts:${wait}`);
  const opened = await tryToEnter({ email, password, userAgent });
  if (!opened) return null;
  await attempts.succeeded(email);
  return { id: opened.userId, lamina: opened };
}

/** What went wrong on our side stays in the log; the browser learns only that it did. */
async function tryToEnter(input: Parameters<typeof signIn>[1]): Promise<OpenedSession | null> {
  const { services } = getDeps();
  try {
    return await signIn(services, input);
  } catch (error) {
    services.log.error({ err: error }, "signing in failed");
    throw new Error("SignInFailed", { cause: error });
  }
}
