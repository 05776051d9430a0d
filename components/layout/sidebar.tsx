"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { Link } from "@/components/ui/link";
import type { ReactNode } from "react";
import { Logo, Mark } from "@/components/layout/logo";
import type { NavItem } from "@/components/layout/shell-types";
import { SidebarNav } from "@/components/layout/sidebar-nav";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";

/** The left column from 1024 px up. */
export function Sidebar({
  nav,
  homeHref,
  footer,
  collapsed,
  onToggle,
}: {
  nav: readonly NavItem[];
  homeHref: string;
  footer?: ReactNode;
  collapsed: boolean;
  onToggle: () => void;
}) {
  return (
    <aside
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-sunken lg:flex",
        collapsed ? "w-14" : "w-58",
      )}
    >
      <div className={cn("flex h-12 items-center px-3", collapsed ? "justify-center" : "pl-4")}>
        <Link href={homeHref} aria-label="Lamina, home" className="rounded-sm">
          {collapsed ? <Mark /> : <Logo />}
        </Link>
      </div>
      <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-2.5 py-2">
        <SidebarNav nav={nav} collapsed={collapsed} />
      </div>
      <div
        className={cn("flex items-center gap-2 p-2.5", collapsed ? "flex-col" : "justify-between")}
      >
        <div
          className={cn(
            "min-w-0 flex-1 truncate px-1.5 text-xs text-ink-faint",
            collapsed && "hidden",
          )}
        >
          {footer}
        </div>
        <IconButton
          label={collapsed ? "Expand navigation" : "Collapse navigation"}
          icon={collapsed ? <PanelLeftOpen /> : <PanelLeftClose />}
          size="sm"
          tooltipSide="right"
          aria-expanded={!collapsed}
          onClick={onToggle}
        />
      </div>
    </aside>
  );
}
