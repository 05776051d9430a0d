"use client";

import type { ComponentProps, ReactNode } from "react";
import { buttonStyles } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import { Tooltip } from "@/components/ui/tooltip";

const square = {
  sm: "w-7 px-0 pointer-coarse:w-9",
  md: "w-8 px-0 pointer-coarse:w-10",
  lg: "w-10 px-0 pointer-coarse:w-11",
};

/** A button that is only an icon; its label is both accessible name and tooltip. */
export function IconButton({
  label,
  icon,
  variant = "ghost",
  size = "md",
  loading = false,
  tooltipSide,
  className,
  disabled,
  ...rest
}: Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  label: string;
  icon: ReactNode;
  variant?: "primary" | "secondary" | "ghost" | "danger" | "danger-quiet";
  size?: "sm" | "md" | "lg";
  loading?: boolean;
  tooltipSide?: "top" | "right" | "bottom" | "left";
}) {
  return (
    <Tooltip content={label} side={tooltipSide}>
      <button
        type="button"
        aria-label={label}
        aria-busy={loading || undefined}
        disabled={disabled || loading}
        className={cn(buttonStyles({ variant, size }), square[size], className)}
        {...rest}
      >
        {loading ? <Spinner /> : icon}
      </button>
    </Tooltip>
  );
}
