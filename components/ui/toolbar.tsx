import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** The row above a list: search and filters on the left, acts on the right; wraps on phones. */
export function Toolbar({
  children,
  end,
  className,
}: {
  children?: ReactNode;
  end?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("flex flex-wrap items-center gap-2", className)}>
      {children}
      {end ? <div className="ml-auto flex flex-wrap items-center gap-2">{end}</div> : null}
    </div>
  );
}
