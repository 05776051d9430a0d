"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { InspectorTab } from "@/components/profile/model/builder-url";
import type { DraftEvent, DraftStore } from "@/components/profile/model/draft-store";
import type { TextAddress } from "@/components/profile/model/text-address";
import { toast } from "@/components/ui/toast";

/**
 * Goes where an undo or redo changed a text, and says aloud what it did. Returns the text that the last
 * one was about; a new object means another one.
 */
export function useUndone(deps: {
  store: DraftStore;
  select: (id: string, tab: InspectorTab) => void;
  announce: (text: string) => void;
}): TextAddress | null {
  const { store, select, announce } = deps;
  const [openText, setOpenText] = useState<TextAddress | null>(null);
  const undone = useEffectEvent(({ kind, entry }: Extract<DraftEvent, { entry: unknown }>) => {
    if (entry.at) {
      select(entry.at.layerId, entry.at.manifest === undefined ? "values" : "manifests");
      setOpenText(entry.at);
    }
    // A notice that offers to undo something is out of date now.
    toast.dismiss();
    announce(`${kind === "undone" ? "Undone" : "Redone"}: ${entry.label}.`);
  });
  useEffect(
    () => store.subscribe((event) => ("entry" in event ? undone(event) : undefined)),
    [store],
  );
  return openText;
}
