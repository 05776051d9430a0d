"use client";

import { Link } from "@/components/ui/link";
import { usePathname } from "next/navigation";
import { Tabs as Radix } from "radix-ui";
import { useEffect, useRef, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { usePendingPath } from "@/components/ui/pending-navigation";

const list = "hide-scrollbar flex gap-4 overflow-x-auto border-b px-0.5";
const tab =
  "relative -mb-px flex h-9 shrink-0 items-center gap-1.5 rounded-t-sm border-b-2 border-transparent text-sm font-medium whitespace-nowrap text-ink-muted hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:h-11";
const count = "rounded-full bg-sunken px-1.5 text-xs text-ink-muted";

/** Tabs that are pages: every tab has an address. Use these on object pages. */
export function TabLinks({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { href: string; label: string; badge?: ReactNode; exact?: boolean }[];
}) {
  const pathname = usePathname();
  const here = usePendingPath() ?? pathname;
  const current = tabs.find(
    ({ href, exact }) => here === href || (!exact && here.startsWith(`${href}/`)),
  )?.href;
  return (
    <nav ref={useShownTab(current)} aria-label={label} className={list}>
      {tabs.map(({ href, label: name, badge }) => (
        <Link
          key={href}
          href={href}
          scroll={false}
          aria-current={href === current ? "page" : undefined}
          className={cn(tab, href === current && "border-accent text-ink")}
        >
          {name}
          {badge === undefined ? null : <span className={count}>{badge}</span>}
        </Link>
      ))}
    </nav>
  );
}

/** Where the row of tabs is wider than the window, brings the current one into view. */
function useShownTab(current: string | undefined) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const row = ref.current;
    const links = [...(row?.querySelectorAll("a") ?? [])];
    const tabNow = links.find((link) => link.getAttribute("href") === current);
    if (!row || !tabNow) return;
    const middle = tabNow.offsetLeft - (row.clientWidth - tabNow.offsetWidth) / 2;
    row.scrollLeft = Math.max(0, middle - row.offsetLeft);
  }, [current]);
  return ref;
}

/** Tabs inside a panel. Keep `value` in the URL when a link to one of them makes sense. */
export function Tabs({
  value,
  defaultValue,
  onValueChange,
  label,
  tabs,
  className,
}: {
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  label: string;
  tabs: readonly { value: string; label: string; badge?: ReactNode; content: ReactNode }[];
  className?: string;
}) {
  return (
    <Radix.Root
      value={value}
      defaultValue={defaultValue ?? tabs[0]?.value}
      onValueChange={onValueChange}
      className={className}
    >
      <Radix.List aria-label={label} className={list}>
        {tabs.map((one) => (
          <Radix.Trigger
            key={one.value}
            value={one.value}
            className={cn(tab, "data-[state=active]:border-accent data-[state=active]:text-ink")}
          >
            {one.label}
            {one.badge === undefined ? null : <span className={count}>{one.badge}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((one) => (
        <Radix.Content key={one.value} value={one.value} className="rounded-sm pt-4">
          {one.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
