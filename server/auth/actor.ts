import { getToken } from "next-auth/jwt";
import { getDeps } from "@/server/deps";
import { decodePercent } from "@/server/domain/text/percent";
import { sessionActor } from "@/server/services/auth/session-actor";
import type { Actor } from "@/server/services/kit/context";
import { cookieNames } from "./cookies";

export type UserActor = Extract<Actor, { kind: "user" }>;

/** The signed-in person behind a request's cookies, or null. */
export async function actorOfCookies(
  cookies: Partial<Record<string, string>>,
): Promise<UserActor | null> {
  const { services, secrets, url } = getDeps();
  // next-auth reads only `cookies` and `headers` of the request.
  const req = { cookies, headers: {} } as Parameters<typeof getToken>[0]["req"];
  const token = await getToken({
    req,
    secret: secrets.session,
    cookieName: cookieNames(url).session,
  });
  return token?.lamina ? sessionActor(services, token.lamina) : null;
}

/** Cookies of a `Cookie` header by name. */
export function parseCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? "").split(";").map((part) => part.trim().split("="));
  return Object.fromEntries(
    pairs.map(([name, ...value]) => [name ?? "", decodePercent(value.join("="))]),
  );
}
