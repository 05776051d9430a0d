import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { NotFoundState } from "@/components/ui/not-found-state";

export const metadata: Metadata = { title: "Not found" };

/** Any address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <NotFoundState
        headingLevel={1}
        action={<ButtonLink href="/">Go to the console</ButtonLink>}
      />
    </main>
  );
}
