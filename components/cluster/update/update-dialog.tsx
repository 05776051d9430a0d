"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { useState } from "react";
import { useProject } from "@/components/access/session";
import { useCluster } from "@/components/cluster/cluster-context";
import { UpdatePreview } from "@/components/cluster/update/update-preview";
import { useVersionChoices } from "@/components/cluster/update/use-version-choices";
import { VersionCards } from "@/components/cluster/update/version-cards";
import { useGo } from "@/components/layout/leave-guard";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError, QueryView } from "@/components/trpc/query-view";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { newestUpdate } from "@/server/domain/cluster/newest-update";

/** Chooses the version a cluster moves to, shows what that does, and asks for it. */
export function UpdateDialog({ onClose }: { onClose: () => void }) {
  const cluster = useCluster();
  const query = useVersionChoices();
  const [picked, setPicked] = useState<string>();
  const others = query.data?.filter((choice) => choice.age !== "current") ?? [];
  const chosen = others.find((choice) => choice.id === picked) ?? newestUpdate(others) ?? others[0];
  // What stands there stays, also when something newer is published meanwhile.
  if (chosen && chosen.id !== picked) setPicked(chosen.id);
  const update = useUpdate(onClose);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Update ${cluster.name}`}
      description={`Currently on ${cluster.profile.name} ${cluster.profile.version}. Choose a target version.`}
      size="lg"
      footer={
        <>
          <OverlayClose>
            <Button>Cancel</Button>
          </OverlayClose>
          {chosen ? (
            <Button
              variant="primary"
              disabled={chosen.refusal !== null}
              loading={update.busy}
              onClick={() => update.run(chosen.id)}
            >
              {chosen.age === "newer" ? "Update" : "Roll back"} to {chosen.version}
            </Button>
          ) : null}
        </>
      }
    >
      <QueryView
        query={query}
        permission="cluster.get"
        skeleton={<SkeletonRows label="Loading versions" rows={3} />}
      >
        {() =>
          chosen ? (
            <div className="flex flex-col gap-4">
              <MutationError title="Nothing was changed" error={update.error} />
              <VersionCards choices={others} chosen={chosen.id} onChoose={setPicked} />
              <UpdatePreview from={cluster.profile.versionId} to={chosen} />
            </div>
          ) : (
            <NoOtherVersion />
          )
        }
      </QueryView>
    </Dialog>
  );
}

function useUpdate(onDone: () => void) {
  const cluster = useCluster();
  const project = useProject();
  const trpc = useTRPC();
  const go = useGo();
  const queryClient = useQueryClient();
  // What the person saw when the dialog opened: a change by somebody else in between is refused.
  const [generation] = useState(cluster.generation);
  const update = useMutation(
    trpc.cluster.changeProfileVersion.mutationOptions({
      onSuccess: () => {
        onDone();
        go(`/${project.slug}/clusters/${cluster.id}/timeline`);
        void queryClient.invalidateQueries(trpc.cluster.pathFilter());
      },
      onError: () => void queryClient.invalidateQueries(trpc.cluster.pathFilter()),
    }),
  );
  const run = (profileVersionId: string) =>
    update.mutate({ clusterId: cluster.id, profileVersionId, generation });
  return { run, busy: update.isPending, error: update.error };
}

/** Where a value has to be corrected and nothing is published yet, this is the way on. */
function NoOtherVersion() {
  const { profile } = useCluster();
  const project = useProject();
  return (
    <EmptyState
      icon={<Layers />}
      title={`No other version of ${profile.name} is published`}
      action={
        <ButtonLink
          href={`/${project.slug}/profiles/${profile.id}/versions/${profile.versionId}`}
          icon={<Layers />}
        >
          Open {profile.name} {profile.version}
        </ButtonLink>
      }
    >
      A published version never changes. Create a new version in the builder, change its layers,
      publish it, then update this cluster.
    </EmptyState>
  );
}
