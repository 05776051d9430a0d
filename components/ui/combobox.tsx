"use client";

import { Command } from "cmdk";
import { Check, ChevronDown } from "lucide-react";
import { useState, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";
import { Popover } from "@/components/ui/popover";

/** One of many choices, found by typing. */
export function Combobox({
  value,
  onValueChange,
  options,
  placeholder = "Choose",
  searchPlaceholder = "Search",
  emptyText = "Nothing matches.",
  className,
  ...rest
}: {
  value: string | undefined;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: string; hint?: ReactNode; icon?: ReactNode }[];
  placeholder?: string;
  searchPlaceholder?: string;
  emptyText?: string;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      className="w-(--radix-popover-trigger-width) min-w-60 p-0"
      trigger={
        <button
          type="button"
          aria-haspopup="listbox"
          className={cn(
            controlStyles(),
            "inline-flex items-center justify-between gap-2 text-left",
            className,
          )}
          {...rest}
        >
          <span className={cn("truncate", !chosen && "text-ink-faint")}>
            {chosen?.label ?? placeholder}
          </span>
          <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
        </button>
      }
    >
      <Command label={searchPlaceholder} defaultValue={chosen && `${chosen.label} ${chosen.value}`}>
        <Command.Input
          placeholder={searchPlaceholder}
          className="h-9 w-full border-b bg-transparent px-3 text-sm outline-none pointer-coarse:text-lg"
        />
        <Command.List className="max-h-72 overflow-y-auto p-1">
          <Command.Empty className="px-2 py-3 text-sm text-ink-muted">{emptyText}</Command.Empty>
          {options.map((option) => (
            <Command.Item
              key={option.value}
              value={`${option.label} ${option.value}`}
              onSelect={() => {
                onValueChange(option.value);
                setOpen(false);
              }}
              className="flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-hover pointer-coarse:min-h-10 [&_svg]:size-4"
            >
              {option.icon}
              <span className="min-w-0 flex-1 truncate">{option.label}</span>
              {option.hint ? <span className="text-xs text-ink-faint">{option.hint}</span> : null}
              {option.value === value ? <Check className="text-accent-text" /> : null}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  );
}
