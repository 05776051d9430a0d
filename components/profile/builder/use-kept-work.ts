"use client";

import { useCallback, useEffect, useState } from "react";
import { sameLayers } from "@/components/profile/model/layers";
import { parseStoredDraft, storedDraftKey } from "@/components/profile/model/stored-draft";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import type { Base } from "./use-draft";

/** Keeps unsaved work in the tab's storage and brings it back after a reload or another sign-in. */
export function useKeptWork(input: {
  version: ProfileVersionView;
  base: Base;
  layers: ProfileLayer[];
  dirty: boolean;
  setLayers: (layers: ProfileLayer[]) => void;
  setBase: (base: Base) => void;
}) {
  const { version, base, layers, dirty, setLayers, setBase } = input;
  const [restored, setRestored] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  const key = storedDraftKey(version.id);
  useEffect(() => {
    const kept = parseStoredDraft(sessionStorage.getItem(key));
    if (kept && version.state === "draft" && !sameLayers(kept.layers, version.layers)) {
      setLayers(kept.layers);
      setRestored(kept.savedAt);
      // Saved elsewhere meanwhile: with the older base the draft finds out by itself.
      if (kept.revision < version.revision) setBase({ revision: kept.revision, layers: [] });
    }
    setReady(true);
    // Once, when the builder opens.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    if (!ready) return;
    if (!dirty) {
      sessionStorage.removeItem(key);
      return;
    }
    const kept = { revision: base.revision, savedAt: new Date().toISOString(), layers };
    try {
      sessionStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // Full or forbidden: the guard against leaving still protects the work.
    }
  }, [ready, dirty, layers, key, base.revision]);
  const dismiss = useCallback(() => setRestored(null), []);
  return { restored, dismiss };
}
