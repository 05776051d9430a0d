"use client";

import { ErrorState } from "@/components/ui/error-state";
import "./globals.css";

/** The last net: the root layout itself failed, so this brings its own document. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Lamina</title>
        <main className="grid min-h-dvh place-items-center">
          <ErrorState
            headingLevel={1}
            title="The console failed to load"
            next="Try again. If it keeps failing, look for the ID below in the console's log."
            requestId={error.digest}
            onRetry={reset}
          />
        </main>
      </body>
    </html>
  );
}
