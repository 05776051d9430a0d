"use client";

import { FolderLock } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { leave } from "@/components/access/leave";

/** Signed in, but nobody has given this person a project yet. */
export function NoProject() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<FolderLock />}
        title="You are not in any project yet"
        action={<Button onClick={leave}>Sign out</Button>}
      >
        A tenant administrator can give you a role in one; then reload this page.
      </EmptyState>
    </main>
  );
}
