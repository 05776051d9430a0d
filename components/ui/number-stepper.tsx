"use client";

import { Minus, Plus } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";

/** A small whole number, e.g. nodes. Typing is free; the value is only given on when it is in range. */
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
  const [typed, setTyped] = useState<string>();
  const set = (next: number) => {
    setTyped(undefined);
    onValueChange(Math.min(max, Math.max(min, next)));
  };
  const settle = () => {
    const number = Number(typed);
    if (typed !== undefined && typed.trim() !== "" && Number.isInteger(number)) set(number);
    else setTyped(undefined);
  };
  const button =
    "grid w-8 shrink-0 place-items-center text-ink-muted hover:bg-hover hover:text-ink disabled:opacity-40 focus-visible:-outline-offset-2 pointer-coarse:w-10";
  return (
    <div
      className={cn(
        "inline-flex h-8 w-fit items-stretch overflow-hidden rounded-md border border-line-control bg-surface pointer-coarse:h-10",
        disabled && "opacity-50",
        className,
      )}
    >
      <button
        type="button"
        aria-label="Less"
        disabled={disabled || value <= min}
        onClick={() => set(value - step)}
        className={button}
      >
        <Minus className="size-3.5" />
      </button>
      <input
        role="spinbutton"
        inputMode="numeric"
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuetext={unit ? `${value} ${unit}` : undefined}
        disabled={disabled}
        value={typed ?? String(value)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") settle();
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          set(value + (event.key === "ArrowUp" ? step : -step));
        }}
        className="w-10 border-x bg-transparent text-center text-sm focus-visible:-outline-offset-2 pointer-coarse:text-lg"
        {...rest}
      />
      <button
        type="button"
        aria-label="More"
        disabled={disabled || value >= max}
        onClick={() => set(value + step)}
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
