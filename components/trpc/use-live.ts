"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTRPC } from "./provider";

/**
 * The tab's one stream of changes: each makes the pages ask again for what it names.
 * Returns whether the stream is connected, for the frame's "live" mark.
 */
export function useLive(): boolean {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [live, setLive] = useState(false);
  useSubscription(
    trpc.live.changes.subscriptionOptions(undefined, {
      onStarted: () => setLive(true),
      onConnectionStateChange: ({ state }) => setLive(state === "pending"),
      onData: ({ kind }) => {
        if (kind === "connected") {
          // Whatever changed while the stream was away was missed.
          void queryClient.invalidateQueries();
          return;
        }
        const filter = { cluster: trpc.cluster, profile: trpc.profile, system: trpc.system }[kind];
        void queryClient.invalidateQueries(filter.pathFilter());
      },
    }),
  );
  return live;
}
