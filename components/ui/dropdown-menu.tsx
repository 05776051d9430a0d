"use client";

import { Check } from "lucide-react";
import { Link } from "@/components/ui/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const item =
  "flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 text-sm text-ink select-none data-highlighted:bg-hover data-disabled:cursor-not-allowed data-disabled:text-ink-faint pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint";

/** A menu opened by one trigger element (a Button or IconButton). */
export function DropdownMenu({
  trigger,
  align = "end",
  side,
  className,
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-enter overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-2",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** One act. `danger` for what destroys; keep it last, after a separator. */
export function MenuItem({
  icon,
  hint,
  danger = false,
  className,
  children,
  ...rest
}: ComponentProps<typeof Radix.Item> & { icon?: ReactNode; hint?: ReactNode; danger?: boolean }) {
  return (
    <Radix.Item
      className={cn(
        item,
        danger && "text-danger-text data-highlighted:bg-danger-soft [&_svg]:text-current",
        className,
      )}
      {...rest}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint ? <span className="text-xs text-ink-faint">{hint}</span> : null}
    </Radix.Item>
  );
}

/** An item that goes to a page. */
export function MenuLink({
  href,
  icon,
  children,
}: {
  href: string;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Radix.Item asChild>
      <Link href={href} className={item}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
      </Link>
    </Radix.Item>
  );
}

/** An on/off choice that keeps the menu open, e.g. which columns a table shows. */
export function MenuCheckbox({
  checked,
  onCheckedChange,
  children,
}: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
      className={item}
    >
      <span className="grid size-4 place-items-center">
        <Radix.ItemIndicator>
          <Check className="text-accent-text!" />
        </Radix.ItemIndicator>
      </span>
      {children}
    </Radix.CheckboxItem>
  );
}

/** A group of items of which one is chosen. */
export function MenuRadioGroup<V extends string>({
  value,
  onValueChange,
  options,
}: {
  value: V;
  onValueChange: (value: V) => void;
  options: readonly { value: V; label: string; icon?: ReactNode }[];
}) {
  const choose = (next: string) => {
    const option = options.find((o) => o.value === next);
    if (option) onValueChange(option.value);
  };
  return (
    <Radix.RadioGroup value={value} onValueChange={choose}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={item}>
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <Radix.ItemIndicator>
            <Check className="text-accent-text!" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** A quiet heading inside a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-faint">{children}</Radix.Label>;
}

/** A hairline between groups of items. */
export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
