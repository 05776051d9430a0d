"use client";

import { createContext, useContext, useState, type ReactNode } from "react";
import { UpdateDialog } from "@/components/cluster/update/update-dialog";

const OpenUpdate = createContext<() => void>(() => {});

/**
 * Holds the dialog of the page's cluster above all that opens it: a failed step goes away while its layer
 * is tried again, and must not take the dialog along.
 */
export function UpdateHost({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <OpenUpdate.Provider value={() => setOpen(true)}>
      {children}
      {open ? <UpdateDialog onClose={() => setOpen(false)} /> : null}
    </OpenUpdate.Provider>
  );
}

/** Opens the dialog. Only below UpdateHost. */
export function useOpenUpdate(): () => void {
  return useContext(OpenUpdate);
}
