"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";

/** One choice; `hint` is a quiet second part, e.g. a date or a size. */
export type SelectOption<V extends string> = {
  value: V;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
};

/** One of a few fixed choices. For more than about fifteen use Combobox. */
export function Select<V extends string>({
  value,
  onValueChange,
  options,
  placeholder = "Choose",
  size,
  disabled,
  mono = false,
  className,
  ...rest
}: {
  value: V | undefined;
  onValueChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  placeholder?: string;
  size?: "sm" | "md" | "lg";
  disabled?: boolean;
  /** For versions and other technical texts. */
  mono?: boolean;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const chosen = options.find((option) => option.value === value);
  const choose = (next: string) => {
    const option = options.find((o) => o.value === next);
    if (option) onValueChange(option.value);
  };
  return (
    <Radix.Root value={value ?? ""} onValueChange={choose} disabled={disabled}>
      <Radix.Trigger
        className={cn(
          controlStyles({ size }),
          "inline-flex items-center justify-between gap-2 text-left data-placeholder:text-ink-faint",
          className,
        )}
        {...rest}
      >
        <span className={cn("min-w-0 truncate", mono && "font-mono text-xs")}>
          {/* The label itself: Radix would copy it from the open list, which no server renders. */}
          <Radix.Value placeholder={placeholder}>{chosen?.label}</Radix.Value>
        </span>
        <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-60 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-enter overflow-hidden rounded-lg border border-line-strong bg-raised shadow-2"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Option key={option.value} option={option} mono={mono} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Option({ option, mono }: { option: SelectOption<string>; mono: boolean }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-sm py-1 pr-2 pl-7 text-sm select-none data-disabled:cursor-not-allowed data-disabled:text-ink-faint data-highlighted:bg-hover pointer-coarse:min-h-10"
    >
      <Radix.ItemIndicator className="absolute left-2.5">
        <Check className="size-4 text-accent-text" />
      </Radix.ItemIndicator>
      <span className={cn(mono && "font-mono text-xs")}>
        <Radix.ItemText>{option.label}</Radix.ItemText>
      </span>
      {option.hint ? (
        <span className="ml-auto pl-4 text-xs text-ink-faint">{option.hint}</span>
      ) : null}
    </Radix.Item>
  );
}
