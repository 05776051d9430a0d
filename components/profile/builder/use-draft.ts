"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { startTransition, useEffect, useState } from "react";
import { type DraftState, isDirty } from "@/components/profile/model/draft-state";
import { DraftStore } from "@/components/profile/model/draft-store";
import { sameLayers } from "@/components/profile/model/layers";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { useKeptWork } from "./use-kept-work";

/** How saving went; in a conflict the person decides whose text goes on. */
export type SaveResult = { saved: true; revision: number } | { saved: false; conflict: boolean };

/** What the user edits, what the server has, and the way between them. */
export type Draft = ReturnType<typeof useDraft>;

/** The text of a version. Remount it (key) for another version. */
export function useDraft(version: ProfileVersionView) {
  const [store] = useState(() => new DraftStore(version));
  const { layers, base, theirs, restored, past, future } = useShownDraft(store);
  const { write, saving, error } = useWrite(version.id, store);
  useKeptWork(version, store);
  useEffect(() => {
    // Not while saving: only the answer tells whether the news is our own.
    if (!saving) store.receive(version);
  }, [store, version, saving]);
  const dirty = isDirty({ layers, base });
  const save = async (): Promise<SaveResult> => {
    const now = store.state;
    if (now.theirs) return { saved: false, conflict: true };
    return isDirty(now) ? write(now.base.revision) : { saved: true, revision: now.base.revision };
  };
  return {
    /** The newest text, its editors and its history. */
    store,
    /** As the page shows them: letters just typed may be missing, unlike in `store.state`. */
    layers,
    dirty,
    saving,
    save,
    error: theirs ? null : error,
    /** What somebody else saved or published since this text was opened. */
    theirs,
    /** When the work was kept that was found again after a reload. */
    restored: dirty ? restored : null,
    /** The state the server has: whether it is published, revision and layers. */
    base,
    /** What undo and redo would do. */
    undoLabel: past?.label ?? null,
    redoLabel: future?.label ?? null,
    /** Keeps the text and saves it over theirs. */
    keepMine: () => write((store.state.theirs ?? store.state.base).revision),
  };
}

/** Letters are shown, checked and kept after a pause of this length. */
const pauseMs = 400;

function snapshot({ state, history }: DraftStore) {
  return { ...state, past: history.past.at(-1), future: history.future.at(-1) };
}

/** The draft as the page shows it: never drawn between two keys that follow each other quickly. */
function useShownDraft(store: DraftStore) {
  const [shown, setShown] = useState(() => snapshot(store));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasDirty = isDirty(store.state);
    const show = () => {
      clearTimeout(timer);
      wasDirty = isDirty(store.state);
      setShown(snapshot(store));
    };
    const pause = () => {
      store.settle();
      startTransition(show);
    };
    const stop = store.subscribe(({ kind }) => {
      if (kind === "edited") return startTransition(show);
      if (kind !== "typed") return show();
      clearTimeout(timer);
      // The first letter is told at once, for the question before leaving.
      timer = setTimeout(pause, wasDirty ? pauseMs : 0);
    });
    show();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store]);
  return shown;
}

/** Refusals after which one has to look at what the server has now. */
const overtaken = new Set(["STALE", "PRECONDITION_FAILED"]);

/** Saves the newest layers over the revision given. */
function useWrite(versionId: string, store: DraftStore) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(trpc.profile.saveDraft.mutationOptions());
  const key = trpc.profile.version.queryKey({ versionId });
  const refused = async (
    error: unknown,
    { layers: sent }: DraftState,
    revision: number,
  ): Promise<SaveResult> => {
    if (!overtaken.has(apiErrorOf(error).reason ?? "")) return { saved: false, conflict: false };
    const options = trpc.profile.version.queryOptions({ versionId }, { staleTime: 0 });
    const theirs = await queryClient.fetchQuery(options).catch(() => null);
    if (theirs === null || theirs.revision <= revision) return { saved: false, conflict: false };
    store.receive(theirs);
    if (sameLayers(sent, theirs.layers)) return { saved: true, revision: theirs.revision };
    return { saved: false, conflict: true };
  };
  const write = async (revision: number): Promise<SaveResult> => {
    const sent = store.state;
    const { layers } = sent;
    try {
      const saved = await mutation.mutateAsync({ versionId, revision, layers });
      store.saved(layers, saved.revision);
      queryClient.setQueryData(
        key,
        // The change feed may have brought something newer already.
        (old) =>
          old && old.revision < saved.revision ? { ...old, layers, revision: saved.revision } : old,
      );
      void queryClient.invalidateQueries(trpc.profile.list.pathFilter());
      return { saved: true, revision: saved.revision };
    } catch (error) {
      return refused(error, sent, revision);
    }
  };
  return { write, saving: mutation.isPending, error: mutation.error };
}
