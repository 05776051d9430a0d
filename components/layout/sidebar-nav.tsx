"use client";

import { Link } from "@/components/ui/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { activeHref, bySection, type NavItem } from "@/components/layout/shell-types";
import { cn } from "@/components/ui/cn";
import { usePendingPath } from "@/components/ui/pending-navigation";
import { Tooltip } from "@/components/ui/tooltip";

/** The list of places, grouped; as icons with tooltips when collapsed. */
export function SidebarNav({
  nav,
  collapsed = false,
  onNavigate,
}: {
  nav: readonly NavItem[];
  collapsed?: boolean;
  onNavigate?: () => void;
}) {
  const pathname = usePathname();
  const here = activeHref(nav, usePendingPath() ?? pathname);
  return (
    <nav aria-label="Main" className="flex flex-col gap-4">
      {bySection(nav).map(([section, items]) => (
        <div key={section}>
          {section ? <SectionName collapsed={collapsed}>{section}</SectionName> : null}
          <ul className="flex flex-col gap-px">
            {items.map((item) => (
              <li key={item.href}>
                <NavLink
                  item={item}
                  current={item.href === here}
                  collapsed={collapsed}
                  onNavigate={onNavigate}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function SectionName({ collapsed, children }: { collapsed: boolean; children: ReactNode }) {
  if (collapsed) return <div aria-hidden="true" className="mx-2 mb-2 h-px bg-line" />;
  return <h2 className="mb-1 px-2 text-xs font-medium text-ink-faint">{children}</h2>;
}

function NavLink({
  item,
  current,
  collapsed,
  onNavigate,
}: {
  item: NavItem;
  current: boolean;
  collapsed: boolean;
  onNavigate?: () => void;
}) {
  const link = (
    <Link
      href={item.href}
      onClick={onNavigate}
      aria-current={current ? "page" : undefined}
      aria-label={collapsed ? item.label : undefined}
      className={cn(
        "group relative flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium pointer-coarse:h-10",
        "text-ink-muted transition-colors duration-100 hover:bg-hover hover:text-ink",
        "[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint",
        current && "bg-accent-soft text-accent-text hover:bg-accent-soft hover:text-accent-text",
        current && "[&_svg]:text-current",
        collapsed && "justify-center",
      )}
    >
      {item.icon}
      {collapsed ? null : <span className="min-w-0 flex-1 truncate">{item.label}</span>}
      {!collapsed && item.badge !== undefined ? (
        <span className="rounded-full bg-sunken px-1.5 text-xs text-ink-muted">{item.badge}</span>
      ) : null}
    </Link>
  );
  return collapsed ? (
    <Tooltip content={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
