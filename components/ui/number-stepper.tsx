"use client";

import { Minus, Plus } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { readNumber, stepNumber } from "@/components/ui/number-text";

/**
 * A small whole number, e.g. nodes. The value follows the text while typing, also out of range and NaN
 * for a text that is no number: the Field around it says why, by the form's own rule.
 */
export function NumberStepper({
  value,
  onValueChange,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  step = 1,
  unit,
  disabled,
  className,
  ...rest
}: {
  value: number;
  onValueChange: (value: number) => void;
  min?: number;
  max?: number;
  step?: number;
  /** A word after the number, e.g. "nodes". */
  unit?: string;
  disabled?: boolean;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const [typed, setTyped] = useState("");
  // The text stays as it was typed, unless the value was changed by something else.
  const text = Object.is(readNumber(typed), value) ? typed : String(value);
  const stepBy = (by: number) => onValueChange(stepNumber(value, by, min, max));
  const button =
    "grid w-8 shrink-0 place-items-center text-ink-muted hover:bg-hover hover:text-ink disabled:opacity-40 focus-visible:-outline-offset-2 pointer-coarse:w-10";
  return (
    <div
      className={cn(
        "inline-flex h-8 w-fit items-stretch overflow-hidden rounded-md border border-line-control bg-surface has-aria-invalid:border-danger pointer-coarse:h-10",
        disabled && "opacity-50",
        className,
      )}
    >
      <button
        type="button"
        aria-label="Less"
        disabled={disabled || value <= min}
        onClick={() => stepBy(-step)}
        className={button}
      >
        <Minus className="size-3.5" />
      </button>
      <input
        role="spinbutton"
        inputMode="numeric"
        aria-valuenow={Number.isNaN(value) ? undefined : value}
        aria-valuemin={min}
        aria-valuemax={max}
        autoComplete="off"
        aria-valuetext={unit && !Number.isNaN(value) ? `${value} ${unit}` : undefined}
        disabled={disabled}
        value={text}
        onChange={(event) => {
          setTyped(event.target.value);
          onValueChange(readNumber(event.target.value));
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          stepBy(event.key === "ArrowUp" ? step : -step);
        }}
        className="w-10 border-x bg-transparent text-center text-sm focus-visible:-outline-offset-2 pointer-coarse:text-lg"
        {...rest}
      />
      <button
        type="button"
        aria-label="More"
        disabled={disabled || value >= max}
        onClick={() => stepBy(step)}
        className={button}
      >
        <Plus className="size-3.5" />
      </button>
      {unit ? (
        <span className="flex items-center border-l bg-sunken px-2 text-xs text-ink-muted">
          {unit}
        </span>
      ) : null}
    </div>
  );
}
