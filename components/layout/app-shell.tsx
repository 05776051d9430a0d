"use client";

import { useState, type ReactNode } from "react";
import { CommandMenu } from "@/components/layout/command-menu";
import { MobileNav } from "@/components/layout/mobile-nav";
import type { NavItem, ShellCommand, ShellUser } from "@/components/layout/shell-types";
import { Sidebar } from "@/components/layout/sidebar";
import { sidebarCookie } from "@/components/layout/sidebar-cookie";
import { SkipToContent } from "@/components/layout/skip-to-content";
import { NavigationLine } from "@/components/ui/pending-navigation";
import { ThemeSwitch } from "@/components/layout/theme-switch";
import { UserMenu } from "@/components/layout/user-menu";

/** The frame of every signed-in page: navigation, top bar, content. It fetches nothing. */
export function AppShell({
  nav,
  homeHref,
  user,
  scope,
  commands,
  onSearch,
  actions,
  userItems,
  footer,
  banner,
  defaultCollapsed = false,
  onSignOut,
  children,
}: {
  nav: readonly NavItem[];
  homeHref: string;
  user: ShellUser;
  /** Top left, usually a ScopeSwitcher. */
  scope?: ReactNode;
  commands?: readonly ShellCommand[];
  /** Called when the command menu opens. */
  onSearch?: () => void;
  /** Top right before the theme switch, e.g. running operations. */
  actions?: ReactNode;
  userItems?: ReactNode;
  /** Below the navigation, e.g. the version. */
  footer?: ReactNode;
  /** Across the top of the content, e.g. "Connection lost". */
  banner?: ReactNode;
  /** From the cookie `sidebarCookie`, so that the first paint is right. */
  defaultCollapsed?: boolean;
  onSignOut?: () => void;
  children: ReactNode;
}) {
  const [collapsed, setCollapsed] = useState(defaultCollapsed);
  const toggle = () => {
    // oxlint-disable-next-line unicorn/no-document-cookie -- the server reads it for the first paint
    document.cookie = `${sidebarCookie}=${collapsed ? "open" : "collapsed"}; path=/; max-age=31536000; samesite=lax`;
    setCollapsed(!collapsed);
  };
  return (
    <div className="flex min-h-dvh [--shell-top:3rem]">
      <SkipToContent />
      <NavigationLine />
      <Sidebar
        nav={nav}
        homeHref={homeHref}
        footer={footer}
        collapsed={collapsed}
        onToggle={toggle}
      />
      {/* A page that scrolls inside itself takes exactly what the bars above leave of the window. */}
      <div className="flex min-w-0 flex-1 flex-col lg:has-[[data-fills-window]]:h-dvh">
        <header className="sticky top-0 z-30 flex h-12 items-center gap-1.5 border-b bg-canvas/90 px-2.5 backdrop-blur-md sm:px-4">
          <MobileNav nav={nav} footer={footer} />
          <div className="flex min-w-0 flex-1 items-center">{scope}</div>
          <CommandMenu nav={nav} commands={commands} onOpen={onSearch} />
          {actions}
          <ThemeSwitch />
          <UserMenu user={user} items={userItems} onSignOut={onSignOut} />
        </header>
        {banner}
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 lg:has-[[data-fills-window]]:min-h-0"
        >
          {children}
        </main>
      </div>
    </div>
  );
}
