"use client";

import { SetUpForm } from "@/components/access/set-up-form";
import { AuthLayout } from "@/components/layout/auth-layout";
import { ApiProvider } from "@/components/trpc/provider";
import { TextLink } from "@/components/ui/text-link";
import type { SessionView } from "@/server/domain/tenancy/types";

/** First-run set-up: one card, and a way to do it later. */
export function SetUpPage({ session }: { session: SessionView }) {
  const known = { organisation: session.tenant.name, email: session.user.email };
  return (
    <ApiProvider>
      <AuthLayout
        title="Set up Lamina"
        description="Name your organisation and replace the initial password."
        footer={<TextLink href="/">Do this later</TextLink>}
      >
        {/* A full load, so that every page shows the new names. */}
        <SetUpForm known={known} onDone={() => window.location.assign("/")} />
      </AuthLayout>
    </ApiProvider>
  );
}
