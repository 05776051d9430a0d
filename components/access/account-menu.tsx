"use client";

import { Info, KeyRound } from "lucide-react";
import { useState, type ReactNode } from "react";
import { AboutDialog } from "@/components/access/about-dialog";
import { ChangePasswordDialog } from "@/components/access/change-password-dialog";
import { MenuItem } from "@/components/ui/dropdown-menu";

/** The entries of the account menu, and the dialogs that they open. */
export function useAccountMenu(): { items: ReactNode; dialogs: ReactNode } {
  const [open, setOpen] = useState<"password" | "about" | null>(null);
  const close = () => setOpen(null);
  return {
    items: (
      <>
        <MenuItem icon={<KeyRound />} onSelect={() => setOpen("password")}>
          Change password
        </MenuItem>
        <MenuItem icon={<Info />} onSelect={() => setOpen("about")}>
          About Lamina
        </MenuItem>
      </>
    ),
    dialogs: (
      <>
        {open === "password" ? <ChangePasswordDialog onClose={close} /> : null}
        {open === "about" ? <AboutDialog onClose={close} /> : null}
      </>
    ),
  };
}
