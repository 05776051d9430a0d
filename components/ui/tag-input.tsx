"use client";

import { X } from "lucide-react";
import { useId, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { cn } from "@/components/ui/cn";
import { FieldError } from "@/components/ui/field";

/** A list of short texts as chips, e.g. key=value labels. Enter, comma or leaving adds; Backspace removes. */
export function TagInput({
  value,
  onValueChange,
  validate,
  placeholder = "key=value",
  disabled,
  className,
  "aria-describedby": describedBy,
  "aria-invalid": invalid,
  ...rest
}: {
  value: readonly string[];
  onValueChange: (value: string[]) => void;
  /** A sentence when the text can't be added, nothing when it can. */
  validate?: (text: string) => string | undefined;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const errorId = useId();
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();

  const add = (raw: string) => {
    const next = [...value];
    for (const part of raw.split(/[,\n]/).map((p) => p.trim())) {
      if (part === "" || next.includes(part)) continue;
      const problem = validate?.(part);
      if (problem) {
        setError(problem);
        setText(part);
        if (next.length > value.length) onValueChange(next);
        return;
      }
      next.push(part);
    }
    setError(undefined);
    setText("");
    if (next.length > value.length) onValueChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add(text);
    }
    if (event.key === "Backspace" && text === "" && value.length > 0)
      onValueChange(value.slice(0, -1));
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[,\n]/.test(pasted)) return;
    event.preventDefault();
    add(text + pasted);
  };
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div className="flex min-h-8 flex-wrap items-center gap-1 rounded-md border border-line-control bg-surface p-1 focus-within:border-focus focus-within:outline-2 focus-within:outline-focus has-aria-invalid:border-danger pointer-coarse:min-h-10">
        {value.map((tag) => (
          <Chip
            key={tag}
            text={tag}
            disabled={disabled}
            onRemove={() => onValueChange(value.filter((other) => other !== tag))}
          />
        ))}
        <input
          value={text}
          disabled={disabled}
          placeholder={value.length === 0 ? placeholder : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
          onBlur={() => add(text)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          aria-invalid={invalid || error !== undefined || undefined}
          aria-describedby={[describedBy, error && errorId].filter(Boolean).join(" ") || undefined}
          className="h-5.5 min-w-24 flex-1 bg-transparent px-1.5 font-mono text-xs outline-none pointer-coarse:text-lg"
          {...rest}
        />
      </div>
      {error ? <FieldError id={errorId}>{error}</FieldError> : null}
    </div>
  );
}

function Chip({
  text,
  disabled,
  onRemove,
}: {
  text: string;
  disabled?: boolean;
  onRemove: () => void;
}) {
  return (
    <span className="inline-flex h-5.5 max-w-full items-center rounded-sm bg-accent-soft pl-1.5 font-mono text-xs text-accent-text pointer-coarse:h-8">
      <span className="truncate">{text}</span>
      <button
        type="button"
        aria-label={`Remove ${text}`}
        disabled={disabled}
        onClick={onRemove}
        className="grid h-full w-5 place-items-center rounded-sm hover:bg-hover focus-visible:-outline-offset-2 pointer-coarse:w-8"
      >
        <X className="size-3" />
      </button>
    </span>
  );
}
