"use client";

import { useEffect, useEffectEvent } from "react";
import { isDirty } from "@/components/profile/model/draft-state";
import type { DraftStore } from "@/components/profile/model/draft-store";
import {
  parseStoredDraft,
  type StoredDraft,
  storedDraftKey,
} from "@/components/profile/model/stored-draft";
import type { ProfileVersionView } from "@/server/domain/profile/views";

/** Writing the whole draft takes a moment, so it is done in a pause. */
const pauseMs = 600;

/**
 * Keeps unsaved work in the tab's storage and hands it back after a reload or another sign-in, to the
 * last letter. The copy goes only when the text is the server's: saved, given up, or taken back.
 */
export function useKeptWork(version: ProfileVersionView, store: DraftStore): void {
  const key = storedDraftKey(version.id);
  const restore = useEffectEvent(() => {
    const kept = parseStoredDraft(sessionStorage.getItem(key));
    if (kept) store.restore(version, kept);
  });
  useEffect(() => {
    restore();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      keepDraft(key, store);
    };
    const keepNow = () => {
      if (timer !== undefined) keep();
    };
    const stop = store.subscribe(({ kind }) => {
      clearTimeout(timer);
      timer = setTimeout(keep, kind === "typed" ? pauseMs : 0);
    });
    window.addEventListener("pagehide", keepNow);
    document.addEventListener("visibilitychange", keepNow);
    return () => {
      stop();
      keepNow();
      window.removeEventListener("pagehide", keepNow);
      document.removeEventListener("visibilitychange", keepNow);
    };
  }, [key, store]);
}

function keepDraft(key: string, { state }: DraftStore): void {
  if (!isDirty(state)) {
    sessionStorage.removeItem(key);
    return;
  }
  const { layers, base } = state;
  const savedAt = new Date().toISOString();
  const kept: StoredDraft = { revision: base.revision, savedAt, layers };
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Full or forbidden: the guard against leaving still protects the work.
  }
}
