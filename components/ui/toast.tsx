"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";
import { Spinner } from "@/components/ui/spinner";

export { toast } from "sonner";

/** Where toasts appear; once, in the root layout. Toasts confirm small acts, pages show conditions. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      gap={8}
      icons={{
        success: <CircleCheck className="size-4 text-ok" />,
        error: <CircleAlert className="size-4 text-danger" />,
        warning: <TriangleAlert className="size-4 text-warn" />,
        info: <Info className="size-4 text-info" />,
        loading: <Spinner className="text-accent-text" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-lg border border-line-strong bg-raised p-3 font-sans text-sm text-ink shadow-3",
          icon: "mt-0.5 shrink-0",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-ink-muted wrap-anywhere",
          actionButton:
            "h-7 shrink-0 rounded-md border border-line-strong px-2.5 text-xs font-medium hover:bg-hover",
          cancelButton: "h-7 shrink-0 rounded-md px-2.5 text-xs text-ink-muted hover:bg-hover",
        },
      }}
    />
  );
}
