"use client";

import { useSession } from "@/components/access/session";
import { TextLink } from "@/components/ui/text-link";

/** Across the page's top while the printed initial password still works. */
export function SetUpNotice() {
  if (!useSession().needsSetUp) return null;
  return (
    <div role="note" className="border-b bg-info-soft px-4 py-1.5 text-sm">
      You are still using the initial password. <TextLink href="/set-up">Change it</TextLink>
    </div>
  );
}
