"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Base,
  discardDraft,
  type DraftState,
  editDraft,
  isDirty,
  markSaved,
  openDraft,
  receiveVersion,
  restoreDraft,
} from "@/components/profile/model/draft-state";
import { sameLayers } from "@/components/profile/model/layers";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { useKeptWork } from "./use-kept-work";

/** How saving went; in a conflict the person decides whose text goes on. */
export type SaveResult = { saved: true; revision: number } | { saved: false; conflict: boolean };

/** What the user edits, what the server has, and the way between them. */
export interface Draft {
  layers: ProfileLayer[];
  change: (next: (layers: ProfileLayer[]) => ProfileLayer[]) => void;
  dirty: boolean;
  saving: boolean;
  save: () => Promise<SaveResult>;
  error: unknown;
  /** What somebody else saved or published since this text was opened. */
  theirs: ProfileVersionView | null;
  /** Work of this tab that was found again after a reload. */
  restored: string | null;
  /** The state the server has: whether it is published, revision and layers. */
  base: Base;
  /** Keeps the text and saves it over theirs. */
  keepMine: () => Promise<SaveResult>;
  /** Gives the unsaved text up for what the server has. */
  discard: () => void;
  dismissRestored: () => void;
}

/** The text of a version. Remount it (key) for another version. */
export function useDraft(version: ProfileVersionView): Draft {
  const [draft, setDraft] = useState(() => openDraft(version));
  const { write, saving, error } = useWrite(version.id, draft, setDraft);
  // Not while saving: only the answer tells whether the news is our own.
  const now = saving ? draft : receiveVersion(draft, version);
  if (now !== draft) setDraft(now);
  useKeptWork(version.id, now, (kept) => setDraft((old) => restoreDraft(old, version, kept)));
  const { layers, base, theirs, restored } = now;
  const dirty = isDirty(now);
  const save = async (): Promise<SaveResult> => {
    if (theirs) return { saved: false, conflict: true };
    return dirty ? write(base.revision) : { saved: true, revision: base.revision };
  };
  return {
    layers,
    change: (next) => setDraft((old) => editDraft(old, next)),
    dirty,
    saving,
    save,
    error: theirs ? null : error,
    theirs,
    restored: dirty ? restored : null,
    base,
    keepMine: () => write(theirs?.revision ?? base.revision),
    discard: () => setDraft(discardDraft),
    dismissRestored: () => setDraft((old) => ({ ...old, restored: null })),
  };
}

/** Refusals after which one has to look at what the server has now. */
const overtaken = new Set(["STALE", "PRECONDITION_FAILED"]);

/** Saves the layers over the revision given. */
function useWrite(
  versionId: string,
  { layers: sent }: DraftState,
  setDraft: (change: (old: DraftState) => DraftState) => void,
) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(trpc.profile.saveDraft.mutationOptions());
  const key = trpc.profile.version.queryKey({ versionId });
  const refused = async (error: unknown, revision: number): Promise<SaveResult> => {
    if (!overtaken.has(apiErrorOf(error).reason ?? "")) return { saved: false, conflict: false };
    const options = trpc.profile.version.queryOptions({ versionId }, { staleTime: 0 });
    const theirs = await queryClient.fetchQuery(options).catch(() => null);
    if (theirs === null || theirs.revision <= revision) return { saved: false, conflict: false };
    setDraft((old) => receiveVersion(old, theirs));
    if (sameLayers(sent, theirs.layers)) return { saved: true, revision: theirs.revision };
    return { saved: false, conflict: true };
  };
  const write = async (revision: number): Promise<SaveResult> => {
    try {
      const saved = await mutation.mutateAsync({ versionId, revision, layers: sent });
      setDraft((old) => markSaved(old, sent, saved.revision));
      queryClient.setQueryData(
        key,
        // The change feed may have brought something newer already.
        (old) =>
          old && old.revision < saved.revision
            ? { ...old, layers: sent, revision: saved.revision }
            : old,
      );
      void queryClient.invalidateQueries(trpc.profile.list.pathFilter());
      return { saved: true, revision: saved.revision };
    } catch (error) {
      return refused(error, revision);
    }
  };
  return { write, saving: mutation.isPending, error: mutation.error };
}
