import type { Metadata } from "next";
import { currentSession } from "@/server/api/page-caller";
import ConsoleLayout from "@/app/(console)/layout";
import NotFoundInFrame from "@/app/(console)/not-found";
import { PlainPage } from "@/components/layout/plain-page";
import { ButtonLink } from "@/components/ui/button";
import { NotFoundState } from "@/components/ui/not-found-state";

export const metadata: Metadata = { title: "Not found" };

/**
 * Any address that leads nowhere; inside the frame for whoever is signed in. A page that catches every
 * address would do it too, but Next would then take the agents' WebSockets for requests of that page.
 */
export default async function NotFound() {
  if (await currentSession()) {
    return (
      <ConsoleLayout>
        <NotFoundInFrame />
      </ConsoleLayout>
    );
  }
  return (
    <PlainPage>
      <NotFoundState headingLevel={1} action={<ButtonLink href="/">Go to Home</ButtonLink>} />
    </PlainPage>
  );
}
