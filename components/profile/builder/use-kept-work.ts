"use client";

import { useEffect, useState } from "react";
import { type DraftState, isDirty } from "@/components/profile/model/draft-state";
import {
  parseStoredDraft,
  type StoredDraft,
  storedDraftKey,
} from "@/components/profile/model/stored-draft";
import { useHydrated } from "@/components/ui/use-hydrated";

/**
 * Keeps unsaved work in the tab's storage and hands it back after a reload or another sign-in.
 * The copy goes only when the text is the server's: saved, given up, or taken back.
 */
export function useKeptWork(
  versionId: string,
  draft: DraftState,
  onFound: (kept: StoredDraft) => void,
): void {
  const key = storedDraftKey(versionId);
  // The server knows nothing of the tab's storage, so its markup is taken over first.
  const hydrated = useHydrated();
  const [looked, setLooked] = useState(false);
  if (hydrated && !looked) {
    setLooked(true);
    const kept = parseStoredDraft(sessionStorage.getItem(key));
    if (kept) onFound(kept);
  }
  const dirty = isDirty(draft);
  const { layers, base } = draft;
  useEffect(() => {
    if (!looked) return;
    if (!dirty) {
      sessionStorage.removeItem(key);
      return;
    }
    const kept: StoredDraft = {
      revision: base.revision,
      savedAt: new Date().toISOString(),
      layers,
    };
    try {
      sessionStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // Full or forbidden: the guard against leaving still protects the work.
    }
  }, [looked, dirty, layers, key, base.revision]);
}
