import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "./options";

/** next-auth's own routes: sign in, sign out, CSRF token. */
export function handleAuthRequest(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  return NextAuth(request, context, authOptions()) as Promise<Response>;
}
