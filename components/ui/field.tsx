"use client";

import { CircleAlert } from "lucide-react";
import { Slot } from "radix-ui";
import { useId, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A label by itself, for controls that are no Field. */
export function Label({
  htmlFor,
  optional = false,
  children,
}: {
  htmlFor?: string;
  optional?: boolean;
  children: ReactNode;
}) {
  return (
    <label htmlFor={htmlFor} className="text-sm font-medium text-ink">
      {children}
      {optional ? <span className="font-normal text-ink-faint"> (optional)</span> : null}
    </label>
  );
}

/** What is wrong, at the place where it is wrong. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex items-start gap-1.5 text-xs text-danger-text">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}

/** Label, help and error around exactly one control, wired by ids for screen readers. */
export function Field({
  label,
  help,
  error,
  optional = false,
  labelHidden = false,
  className,
  children,
}: {
  label: string;
  help?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  labelHidden?: boolean;
  className?: string;
  /** One Input, Textarea, Select, NumberStepper or TagInput. */
  children: ReactNode;
}) {
  const id = useId();
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className={labelHidden ? "sr-only" : "contents"}>
        <Label htmlFor={id} optional={optional}>
          {label}
        </Label>
      </div>
      <Slot.Root
        id={id}
        aria-describedby={describedBy || undefined}
        aria-invalid={error ? true : undefined}
      >
        {children}
      </Slot.Root>
      {help ? (
        <p id={`${id}-help`} className="text-xs text-ink-muted">
          {help}
        </p>
      ) : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}
