"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useProject } from "@/components/access/session";
import { useTRPC } from "@/components/trpc/provider";

/** Makes a new draft version and goes to its builder; `onCreated` runs before that. */
export function useCreateVersion(profileId: string, onCreated: () => void) {
  const { slug } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation(
    trpc.profile.createVersion.mutationOptions({
      onSuccess({ versionId }) {
        onCreated();
        router.push(`/${slug}/profiles/${profileId}/versions/${versionId}`);
        void queryClient.invalidateQueries(trpc.profile.list.pathFilter());
      },
    }),
  );
}
