"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { sameLayers } from "@/components/profile/model/layers";
import { useKeptWork } from "./use-kept-work";

/** What the user edits, what the server has, and the way between them. */
export interface Draft {
  layers: ProfileLayer[];
  change: (next: (layers: ProfileLayer[]) => ProfileLayer[]) => void;
  dirty: boolean;
  saving: boolean;
  /** Saves; false when it was refused. */
  save: () => Promise<boolean>;
  error: unknown;
  /** What somebody else saved since this text was opened. */
  theirs: ProfileVersionView | null;
  /** Work of this tab that was found again after a reload. */
  restored: string | null;
  /** The state the server has: revision and layers. */
  base: Base;
  takeTheirs: () => void;
  /** Keeps the text and saves it over theirs. */
  keepMine: () => Promise<boolean>;
  discard: () => void;
  dismissRestored: () => void;
}

function useSaveMutation() {
  return useMutation(useTRPC().profile.saveDraft.mutationOptions());
}
type SaveMutation = ReturnType<typeof useSaveMutation>;

/** The layers the server has, with their revision. */
export interface Base {
  revision: number;
  layers: ProfileLayer[];
}

/** The draft of a version. Remount it (key) for another version. */
export function useDraft(version: ProfileVersionView): Draft {
  const [base, setBase] = useState<Base>({ revision: version.revision, layers: version.layers });
  const [layers, setLayers] = useState(version.layers);
  const [theirs, setTheirs] = useState<ProfileVersionView | null>(null);
  const dirty = !sameLayers(layers, base.layers);
  const { restored, dismiss } = useKeptWork({ version, base, layers, dirty, setLayers, setBase });
  const mutation = useSaveMutation();
  const saving = mutation.isPending;

  // Nothing unsaved here: what others saved is simply shown.
  if (version.revision > base.revision && !saving && theirs === null) {
    const fresh = { revision: version.revision, layers: version.layers };
    if (!dirty || sameLayers(layers, version.layers)) {
      setBase(fresh);
      setLayers(version.layers);
    } else setTheirs(version);
  }

  const write = useWrite({ version, layers, setBase, setTheirs, mutation });
  const reset = (view: Base) => {
    setBase({ revision: view.revision, layers: view.layers });
    setLayers(view.layers);
    setTheirs(null);
    dismiss();
  };
  return {
    layers,
    change: setLayers,
    dirty,
    saving,
    save: () => (dirty ? write(base.revision) : Promise.resolve(true)),
    error: theirs ? null : mutation.error,
    theirs,
    restored: dirty ? restored : null,
    base,
    takeTheirs: () => theirs && reset(theirs),
    keepMine: () => write(theirs?.revision ?? base.revision),
    discard: () => reset(theirs ?? base),
    dismissRestored: dismiss,
  };
}

/** Saves the layers over the revision given; false when refused, and then whose text is there instead. */
function useWrite(input: {
  version: ProfileVersionView;
  layers: ProfileLayer[];
  setBase: (base: Base) => void;
  setTheirs: (theirs: ProfileVersionView | null) => void;
  mutation: SaveMutation;
}) {
  const { version, layers, setBase, setTheirs, mutation } = input;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return (revision: number): Promise<boolean> => {
    const sent = layers;
    const fail = async (error: unknown) => {
      if (apiErrorOf(error).reason !== "STALE") return false;
      const options = trpc.profile.version.queryOptions(
        { versionId: version.id },
        { staleTime: 0 },
      );
      setTheirs(await queryClient.fetchQuery(options).catch(() => null));
      return false;
    };
    return mutation.mutateAsync({ versionId: version.id, revision, layers: sent }).then((saved) => {
      setBase({ revision: saved.revision, layers: sent });
      setTheirs(null);
      const key = trpc.profile.version.queryKey({ versionId: version.id });
      queryClient.setQueryData(
        key,
        (old) => old && { ...old, layers: sent, revision: saved.revision },
      );
      void queryClient.invalidateQueries(trpc.profile.list.pathFilter());
      return true;
    }, fail);
  };
}
