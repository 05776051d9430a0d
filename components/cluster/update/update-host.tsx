"use client";

import { createContext, useContext, useState, type ReactNode } from "react";
import { z } from "zod";
import { useMayUpdate } from "@/components/cluster/update/use-may-update";
import { UpdateDialog } from "@/components/cluster/update/update-dialog";
import { useUrlParams } from "@/components/cluster/use-url-params";

const OpenUpdate = createContext<() => void>(() => {});

/** `?update=newest` opens the dialog with the page. */
const params = z.object({ update: z.literal("newest").optional().catch(undefined) });

/**
 * Holds the dialog of the page's cluster above all that opens it: a failed step goes away while its layer
 * is retried, and must not take the dialog along.
 */
export function UpdateHost({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [{ update }, change] = useUrlParams(params);
  const mayUpdate = useMayUpdate();
  const close = () => {
    setOpen(false);
    if (update) change({ update: undefined });
  };
  return (
    <OpenUpdate.Provider value={() => setOpen(true)}>
      {children}
      {open || (update && mayUpdate) ? <UpdateDialog onClose={close} /> : null}
    </OpenUpdate.Provider>
  );
}

/** Opens the dialog. Only below UpdateHost. */
export function useOpenUpdate(): () => void {
  return useContext(OpenUpdate);
}
