"use client";

import { PlainPage } from "@/components/layout/plain-page";
import { ButtonLink } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

/** A page that failed while drawing. The digest finds the server's log line; the text stays there. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <PlainPage>
      <ErrorState
        headingLevel={1}
        title="This page failed to load"
        message="Nothing was changed."
        next="Try again. If it keeps failing, look for the ID below in the console's log."
        requestId={error.digest}
        onRetry={reset}
        action={
          <ButtonLink href="/" variant="ghost">
            Go to Home
          </ButtonLink>
        }
      />
    </PlainPage>
  );
}
