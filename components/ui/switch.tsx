"use client";

import { Switch as Radix } from "radix-ui";
import { useId, type ReactNode } from "react";

/** On or off, in force at once. */
export function Switch({
  checked,
  onCheckedChange,
  label,
  labelHidden = false,
  help,
  disabled,
}: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: string;
  labelHidden?: boolean;
  help?: ReactNode;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onCheckedChange}
        aria-label={labelHidden ? label : undefined}
        aria-describedby={help ? `${id}-help` : undefined}
        className="relative mt-px h-4.5 w-8 shrink-0 rounded-full border border-line-control bg-sunken transition-colors before:absolute before:-inset-2 before:content-[''] disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-3 translate-x-0.5 rounded-full bg-ink-faint transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      {labelHidden ? null : (
        <div className="min-w-0">
          <label htmlFor={id} className="text-sm text-ink">
            {label}
          </label>
          {help ? (
            <p id={`${id}-help`} className="text-xs text-ink-muted">
              {help}
            </p>
          ) : null}
        </div>
      )}
    </div>
  );
}
