"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "./provider";
import { tellWhenSignedOut } from "./query-client";

/** After a refusal the browser does not connect again by itself. */
const retryMs = 10_000;

/**
 * The tab's one stream of changes: each makes the pages ask again for what it names.
 * Returns whether the stream is connected, for the frame's "live" mark.
 */
export function useLive(): boolean {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [live, setLive] = useState(false);
  const { status, reset } = useSubscription(
    trpc.live.changes.subscriptionOptions(undefined, {
      onStarted: () => setLive(true),
      onError: (error) => {
        setLive(false);
        tellWhenSignedOut(error);
      },
      onConnectionStateChange: ({ state }) => setLive(state === "pending"),
      onData: ({ kind }) => {
        if (kind === "connected") {
          // Whatever changed while the stream was away was missed.
          void queryClient.invalidateQueries();
          return;
        }
        const filter = { cluster: trpc.cluster, profile: trpc.profile, system: trpc.system }[kind];
        void queryClient.invalidateQueries(filter.pathFilter());
        // What a cluster can move to is what its profile has published.
        if (kind === "profile") {
          void queryClient.invalidateQueries(trpc.cluster.versions.pathFilter());
        }
      },
    }),
  );
  useEffect(() => {
    if (status !== "error") return;
    const timer = setTimeout(reset, retryMs);
    return () => clearTimeout(timer);
  }, [status, reset]);
  return live;
}
