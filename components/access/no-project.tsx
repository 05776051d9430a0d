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
        title="You have no projects yet"
        action={<Button onClick={leave}>Sign out</Button>}
      >
        Ask an administrator for a role in a project, then reload this page.
      </EmptyState>
    </main>
  );
}
