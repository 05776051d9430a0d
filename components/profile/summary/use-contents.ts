"use client";

import { useQuery } from "@tanstack/react-query";
import { startTransition, useEffect, useMemo, useState } from "react";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPCClient } from "@/components/trpc/provider";
import { addContents } from "@/server/domain/profile/contents";
import type { LayerContents, LayerSummary, ProfileLayer } from "@/server/domain/profile/types";

/** The objects of each layer; null while they are being counted. */
export type ContentsOf = (layerId: string) => LayerContents | null;

/** So long nobody has typed before the charts are rendered again. */
const pauseMs = 700;

/**
 * What each layer brings: manifests are counted here, charts are rendered by the server with Helm.
 * Without `layers`, those of the saved version.
 */
export function useContents(
  versionId: string,
  summaries: readonly LayerSummary[],
  layers?: readonly ProfileLayer[],
): ContentsOf {
  const client = useTRPCClient();
  const settled = useSettled(layers);
  const isSettled = settled === layers;
  const query = useQuery({
    queryKey: ["profile.renderContents", versionId, stampOf(settled)],
    enabled: summaries.some(({ needsHelm }) => needsHelm),
    queryFn: () => {
      // Manifests are counted here, so they need not travel.
      const sent = settled?.map((layer) => ({ ...layer, manifests: [] }));
      return client.profile.renderContents.mutate({ versionId, ...(sent && { layers: sent }) });
    },
    refetchInterval: ({ state }) =>
      state.data?.some(({ contents }) => !contents.known && contents.passing) ? 5_000 : false,
  });
  const { data, error } = query;
  const found = useMemo(
    () => new Map(summaries.map((layer) => [layer.layerId, merged(layer)])),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- all that merged() reads
    [summaries, data, error, isSettled],
  );
  function merged({ layerId, contents, needsHelm }: LayerSummary): LayerContents | null {
    if (!needsHelm || !contents.known) return contents;
    if (error) return { known: false, reason: apiErrorOf(error).message };
    if (!data || !isSettled) return null;
    const rendered = data.find((one) => one.layerId === layerId)?.contents;
    return rendered ? addContents(contents, rendered) : null;
  }
  return (layerId) => found.get(layerId) ?? null;
}

/** The value once it has stayed the same for a moment; the first one at once. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (value === settled) return undefined;
    const timer = setTimeout(() => startTransition(() => setSettled(value)), pauseMs);
    return () => clearTimeout(timer);
  }, [value, settled]);
  return settled;
}

const stamps = new WeakMap<object, number>();
let lastStamp = 0;

/** A short key for the layers, which change only as a whole. */
function stampOf(layers: object | undefined): number {
  if (!layers) return 0;
  const stamp = stamps.get(layers) ?? ++lastStamp;
  stamps.set(layers, stamp);
  return stamp;
}
