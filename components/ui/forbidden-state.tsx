import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { StateView } from "@/components/ui/state-view";

/** The signed-in person lacks a permission: which one, and who can give it. */
export function ForbiddenState({
  permission,
  action,
  headingLevel,
}: {
  /** e.g. "cluster.create" */
  permission?: string;
  action?: ReactNode;
  headingLevel?: 1 | 2;
}) {
  return (
    <StateView
      icon={<Lock />}
      title="You do not have access to this"
      actions={action}
      headingLevel={headingLevel}
    >
      {permission ? (
        <p>
          This requires the permission{" "}
          <code className="font-mono text-xs text-ink">{permission}</code>. Ask a project or tenant
          administrator for it.
        </p>
      ) : (
        <p>Ask a project or tenant administrator for access.</p>
      )}
    </StateView>
  );
}
