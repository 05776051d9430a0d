"use client";

import { Menu } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { NavItem } from "@/components/layout/shell-types";
import { SidebarNav } from "@/components/layout/sidebar-nav";
import { Drawer } from "@/components/ui/drawer";
import { IconButton } from "@/components/ui/icon-button";

/** The navigation below 1024 px: a button that slides it in; it closes on every choice. */
export function MobileNav({ nav, footer }: { nav: readonly NavItem[]; footer?: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Drawer
      open={open}
      onOpenChange={setOpen}
      side="left"
      size="sm"
      title="Lamina"
      trigger={<IconButton label="Open navigation" icon={<Menu />} className="lg:hidden" />}
    >
      <SidebarNav nav={nav} onNavigate={() => setOpen(false)} />
      {footer ? <div className="mt-6 px-2 text-xs text-ink-faint">{footer}</div> : null}
    </Drawer>
  );
}
