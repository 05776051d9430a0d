import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetUpPage } from "@/components/access/set-up-page";
import { requireSession } from "@/server/api/page-caller";

export const metadata: Metadata = { title: "Set up" };

/** First-run set-up; once done, the address leads home. */
export default async function Page() {
  const session = await requireSession("/set-up");
  if (!session.needsSetUp) redirect("/");
  return <SetUpPage session={session} />;
}
