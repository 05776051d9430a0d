import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { StateView } from "@/components/ui/state-view";

/** The address leads nowhere, or to something this person may not know of: the words are the same. */
export function NotFoundState({
  what = "page",
  action,
  headingLevel,
}: {
  /** "cluster", "profile", … */
  what?: string;
  action?: ReactNode;
  headingLevel?: 1 | 2;
}) {
  return (
    <StateView icon={<SearchX />} title="Not found" actions={action} headingLevel={headingLevel}>
      <p>This {what} does not exist, was deleted, or belongs to a project you have no access to.</p>
    </StateView>
  );
}
