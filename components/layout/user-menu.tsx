"use client";

import { LogOut } from "lucide-react";
import type { ReactNode } from "react";
import type { ShellUser } from "@/components/layout/shell-types";
import { Avatar } from "@/components/ui/avatar";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";

/** Who is signed in, what belongs to them, and the way out. */
export function UserMenu({
  user,
  items,
  onSignOut,
}: {
  user: ShellUser;
  /** MenuLink elements, e.g. profile and keys. */
  items?: ReactNode;
  onSignOut?: () => void;
}) {
  return (
    <DropdownMenu
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${user.name}`}
          className="rounded-full p-1 hover:bg-hover"
        >
          <Avatar name={user.name} />
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <div className="truncate text-sm font-medium text-ink">{user.name}</div>
        <div className="truncate text-xs text-ink-muted">{user.email}</div>
      </div>
      <MenuSeparator />
      {items}
      {items ? <MenuSeparator /> : null}
      <MenuItem icon={<LogOut />} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}
