"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "./provider";

/** A stream that ended with its session may find a new one at once. */
const endedRetryMs = 1_000;
/** One that was refused waits for somebody to sign in. */
const refusedRetryMs = 10_000;

/**
 * The tab's one stream of changes: each makes the pages ask again for what it names.
 * Returns whether the stream is connected, for the frame's "live" mark.
 */
export function useLive(): boolean {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [live, setLive] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const { status, reset } = useSubscription(
    trpc.live.changes.subscriptionOptions(undefined, {
      onStarted: () => setLive(true),
      onError: () => setLive(false),
      onConnectionStateChange: ({ state }) => setLive(state === "pending"),
      onData: ({ kind }) => {
        if (kind === "connected") {
          setWasOpen(true);
          // Whatever changed while the stream was away was missed.
          void queryClient.invalidateQueries();
          return;
        }
        const filter = { cluster: trpc.cluster, profile: trpc.profile, system: trpc.system }[kind];
        void queryClient.invalidateQueries(filter.pathFilter());
        // What a cluster can move to is what its profile has published.
        if (kind === "profile") {
          void queryClient.invalidateQueries(trpc.cluster.versions.pathFilter());
          void queryClient.invalidateQueries(trpc.cluster.updates.pathFilter());
        }
      },
    }),
  );
  useEffect(() => {
    if (status !== "error") return;
    // Whoever is signed out learns it from the first answer.
    if (wasOpen) void queryClient.invalidateQueries();
    const again = () => {
      setWasOpen(false);
      reset();
    };
    const timer = setTimeout(again, wasOpen ? endedRetryMs : refusedRetryMs);
    return () => clearTimeout(timer);
  }, [status, wasOpen, reset, queryClient]);
  return live;
}
