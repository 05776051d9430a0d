import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { getDeps } from "@/server/deps";
import { clientAddressHeader } from "@/server/platform/http/client-address";
import type { SignInOutcome } from "./authorize";
import { cookieNames, isSecure } from "./cookies";
import { deviceCookie } from "./device-cookie";
import { authOptions } from "./options";

/** next-auth's actions that the console uses; its own pages and its log of strangers are closed. */
const openActions = new Set(["csrf", "session", "providers", "callback", "signout"]);

/** next-auth's own routes: sign in, sign out, CSRF token. A body that cannot be read is answered with 400. */
export async function handleAuthRequest(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const [action = ""] = (await context.params).nextauth;
  if (!openActions.has(action)) return refusal(404, "There is nothing at this address.");
  const { url, services } = getDeps();
  const outcome: SignInOutcome = {};
  const origin = {
    client: request.headers.get(clientAddressHeader) ?? "",
    device: request.cookies.get(cookieNames(url).device)?.value,
    userAgent: request.headers.get("user-agent") ?? "",
  };
  try {
    const answer = (await NextAuth(request, context, authOptions(origin, outcome))) as Response;
    return completed(answer, outcome, url);
  } catch (error) {
    // next-auth parses the body before anything of ours is asked.
    if (error instanceof SyntaxError) return refusal(400, "The body of the request is no JSON.");
    services.log.error({ err: error }, "an authentication request failed");
    return refusal(500, "Signing in failed on the console's side. Its log has the details.");
  }
}

/** Adds the browser's mark after a sign-in, and the status of one whose password was not checked. */
function completed(answer: Response, outcome: SignInOutcome, url: string): Response {
  const headers = new Headers(answer.headers);
  headers.set("cache-control", "no-store");
  if (outcome.device !== undefined)
    headers.append(
      "set-cookie",
      deviceCookie(cookieNames(url).device, outcome.device, isSecure(url)),
    );
  if (outcome.retryAfter === undefined)
    return new Response(answer.body, { status: answer.status, headers });
  headers.set("retry-after", String(outcome.retryAfter));
  return new Response(answer.body, { status: 429, headers });
}

function refusal(status: number, message: string): Response {
  return Response.json(
    { error: { message } },
    { status, headers: { "cache-control": "no-store" } },
  );
}
