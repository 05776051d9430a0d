"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { useId, type ReactNode } from "react";

/** Yes or no, with its words beside it; "indeterminate" when only some are. Saved with the form. */
export function Checkbox({
  checked,
  onCheckedChange,
  label,
  labelHidden = false,
  help,
  disabled,
  name,
}: {
  checked: boolean | "indeterminate";
  onCheckedChange: (checked: boolean) => void;
  label: string;
  labelHidden?: boolean;
  help?: ReactNode;
  disabled?: boolean;
  name?: string;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Radix.Root
        id={id}
        name={name}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        aria-label={labelHidden ? label : undefined}
        aria-describedby={help ? `${id}-help` : undefined}
        className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-xs border border-line-control bg-surface text-on-accent before:absolute before:-inset-2 before:content-[''] hover:border-ink-faint disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      >
        <Radix.Indicator>
          {checked === "indeterminate" ? (
            <Minus className="size-3" strokeWidth={3} />
          ) : (
            <Check className="size-3" strokeWidth={3} />
          )}
        </Radix.Indicator>
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
