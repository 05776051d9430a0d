import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeReturnPath } from "@/components/access/safe-return";
import { SignInPage } from "@/components/access/sign-in-page";
import { currentSession } from "@/server/api/page-caller";

export const metadata: Metadata = { title: "Sign in" };

/** `/sign-in?from=/where/to/go`; whoever is signed in already goes on at once. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ from?: string | string[] }>;
}) {
  const from = safeReturnPath((await searchParams).from);
  if (await currentSession()) redirect(from);
  return <SignInPage from={from} />;
}
