import type { Metadata } from "next";
import { PlainPage } from "@/components/layout/plain-page";
import { ButtonLink } from "@/components/ui/button";
import { NotFoundState } from "@/components/ui/not-found-state";

export const metadata: Metadata = { title: "Not found" };

/** Any address that leads nowhere. */
export default function NotFound() {
  return (
    <PlainPage>
      <NotFoundState headingLevel={1} action={<ButtonLink href="/">Go to Home</ButtonLink>} />
    </PlainPage>
  );
}
