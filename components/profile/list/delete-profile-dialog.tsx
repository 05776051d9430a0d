"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useProject } from "@/components/access/session";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { ProfileSummaryView } from "@/server/domain/profile/views";

/** Deletes a profile with all its versions; says why not while clusters use it. */
export function DeleteProfileDialog({
  profile,
  onClose,
}: {
  profile: ProfileSummaryView;
  onClose: () => void;
}) {
  const { id: projectId } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.profile.delete.mutationOptions());
  const { name, clusters, versions } = profile;
  const onOpenChange = (open: boolean) => (open ? undefined : onClose());
  if (clusters > 0) {
    return (
      <Dialog
        open
        onOpenChange={onOpenChange}
        title={`${name} is in use`}
        description={`${clusters === 1 ? "One cluster uses" : `${clusters} clusters use`} this profile. Delete ${clusters === 1 ? "it" : "them"} first, then the profile.`}
        size="sm"
        footer={
          <OverlayClose>
            <Button variant="primary">Close</Button>
          </OverlayClose>
        }
      />
    );
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={onOpenChange}
      title={`Delete ${name}?`}
      description={`This permanently deletes ${versions.length === 1 ? "its only version" : `all ${versions.length} versions`}. No cluster uses this profile.`}
      confirmLabel="Delete profile"
      typeName={versions.some(({ state }) => state === "published") ? name : undefined}
      onConfirm={async () => {
        await remove.mutateAsync({ profileId: profile.id });
        queryClient.setQueryData(trpc.profile.list.queryKey({ projectId }), (old) =>
          old?.filter(({ id }) => id !== profile.id),
        );
        void queryClient.invalidateQueries(trpc.profile.list.pathFilter());
        toast.success(`${name} deleted.`);
      }}
    />
  );
}
