"use client";

import { SignInForm } from "@/components/access/sign-in-form";
import { AuthLayout } from "@/components/layout/auth-layout";

/** The whole sign-in page; `from` was checked to be an address of this console. */
export function SignInPage({ from }: { from: string }) {
  return (
    <AuthLayout
      title="Sign in to Lamina"
      description="Clusters, described once as versioned layers."
      footer={
        <p>
          First start? The email and initial password are printed in the terminal that runs the
          console, below <span className="whitespace-nowrap">“Lamina is ready”</span>.
        </p>
      }
    >
      {/* A full load, so that nothing of an earlier session stays in memory. */}
      <SignInForm onSignedIn={() => window.location.assign(from)} />
    </AuthLayout>
  );
}
