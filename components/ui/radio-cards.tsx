"use client";

import { RadioGroup as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** One of a few choices that need a sentence each, e.g. 1 or 3 control-plane nodes. */
export function RadioCards<V extends string>({
  value,
  onValueChange,
  options,
  label,
  columns = 2,
  className,
}: {
  value: V | undefined;
  onValueChange: (value: V) => void;
  options: readonly {
    value: V;
    title: string;
    description?: ReactNode;
    icon?: ReactNode;
    badge?: ReactNode;
    disabled?: boolean;
  }[];
  label: string;
  columns?: 1 | 2 | 3;
  className?: string;
}) {
  const choose = (next: string) => {
    const option = options.find((o) => o.value === next);
    if (option) onValueChange(option.value);
  };
  return (
    <Radix.Root
      aria-label={label}
      value={value ?? ""}
      onValueChange={choose}
      className={cn(
        "grid gap-2",
        columns === 2 && "sm:grid-cols-2",
        columns === 3 && "sm:grid-cols-3",
        className,
      )}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className="group flex items-start gap-3 rounded-lg border border-line-control bg-surface p-3 text-left transition-colors hover:border-ink-faint disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:inset-ring data-[state=checked]:inset-ring-accent"
        >
          <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-control bg-surface group-data-[state=checked]:border-accent">
            <Radix.Indicator className="size-2 rounded-full bg-accent" />
          </span>
          <span className="min-w-0 flex-1">
            <span className="flex items-center gap-2 text-sm font-medium text-ink [&_svg]:size-4">
              {option.icon}
              <span className="min-w-0 flex-1 truncate">{option.title}</span>
              {option.badge}
            </span>
            {option.description ? (
              <span className="mt-0.5 block text-xs text-ink-muted">{option.description}</span>
            ) : null}
          </span>
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
