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
        // The target is 24 px, the box drawn in it 16.
        className="group -mx-1 -my-0.5 grid size-6 shrink-0 place-items-center rounded-sm disabled:opacity-50"
      >
        <span className="grid size-4 place-items-center rounded-xs border border-line-control bg-surface text-on-accent group-hover:border-ink-faint group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent group-data-[state=indeterminate]:border-accent group-data-[state=indeterminate]:bg-accent">
          <Radix.Indicator>
            {checked === "indeterminate" ? (
              <Minus className="size-3" strokeWidth={3} />
            ) : (
              <Check className="size-3" strokeWidth={3} />
            )}
          </Radix.Indicator>
        </span>
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
