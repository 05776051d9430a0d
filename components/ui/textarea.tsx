import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";

/** Several lines; grows with its text where the browser can. */
export function Textarea({
  mono,
  className,
  rows = 3,
  ...rest
}: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      rows={rows}
      className={cn(
        controlStyles({ mono }),
        "h-auto max-h-96 min-h-16 resize-y py-1.5 field-sizing-content pointer-coarse:h-auto",
        className,
      )}
      {...rest}
    />
  );
}
