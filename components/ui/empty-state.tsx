import type { ReactNode } from "react";
import { StateView } from "@/components/ui/state-view";

/** Nothing here yet: what would be here, why it helps, and the one act that begins it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  className,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <StateView icon={icon} title={title} actions={action} className={className}>
      {children}
    </StateView>
  );
}
