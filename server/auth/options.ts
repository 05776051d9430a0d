import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { getDeps } from "@/server/deps";
import { revokeSession } from "@/server/services/auth/session-actor";
import { type OpenedSession, sessionMinutes } from "@/server/services/auth/sign-in";
import { authorize, type SignInOrigin, type SignInOutcome } from "./authorize";
import { cookieNames, isSecure } from "./cookies";

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

/**
 * The signed cookie carries the id of a session row and nothing else worth stealing; the row is
 * asked on every request, so signing out or revoking acts at once.
 */
export function authOptions(origin: SignInOrigin, outcome: SignInOutcome): NextAuthOptions {
  const { secrets, url } = getDeps();
  return {
    secret: secrets.session,
    session: { strategy: "jwt", maxAge: sessionMinutes * 60 },
    pages: { signIn: "/sign-in" },
    useSecureCookies: isSecure(url),
    cookies: cookiesOf(url),
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: (credentials) => authorize(credentials, origin, outcome),
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

function cookiesOf(url: string): NextAuthOptions["cookies"] {
  const names = cookieNames(url);
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(url) } as const;
  return {
    sessionToken: { name: names.session, options },
    csrfToken: { name: names.csrf, options },
    callbackUrl: { name: names.callback, options },
  };
}
