"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useCan, useProject } from "@/components/access/session";
import { useCluster, useReports } from "@/components/cluster/cluster-context";
import { deletionList } from "@/components/cluster/deletion-list";
import { UpdateButton } from "@/components/cluster/update/update-button";
import { updateOffer } from "@/components/cluster/update/update-offer";
import { useVersionChoices } from "@/components/cluster/update/use-version-choices";
import { useGo } from "@/components/layout/leave-guard";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ForbiddenState } from "@/components/ui/forbidden-state";
import { Id } from "@/components/ui/id";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";

/** Identity, profile version and deletion of the cluster. */
export function SettingsTab() {
  const cluster = useCluster();
  const mayDelete = useCan("cluster.delete", cluster.projectId);
  return (
    <>
      <Panel title="Identity">
        <KeyValueList
          items={[
            { label: "Name", value: cluster.name },
            { label: "ID", value: <Id value={cluster.id} /> },
            { label: "Created", value: <Time at={cluster.createdAt} absolute /> },
          ]}
        />
      </Panel>
      <VersionPanel />
      {mayDelete ? <DeletePanel /> : <ForbiddenState permission="cluster.delete" />}
    </>
  );
}

function VersionPanel() {
  const { profile } = useCluster();
  const offer = updateOffer(useVersionChoices().data);
  return (
    <Panel
      title="Profile version"
      description={`Currently on ${profile.name} ${profile.version}. ${offer}`}
      actions={<UpdateButton />}
    />
  );
}

function DeletePanel() {
  const cluster = useCluster();
  const project = useProject();
  const reports = useReports();
  const trpc = useTRPC();
  const go = useGo();
  const queryClient = useQueryClient();
  const timeline = `/${project.slug}/clusters/${cluster.id}/timeline`;
  const remove = useMutation(trpc.cluster.delete.mutationOptions());
  const confirm = async () => {
    await remove.mutateAsync({ clusterId: cluster.id, confirmName: cluster.name });
    go(timeline);
    void queryClient.invalidateQueries(trpc.cluster.pathFilter());
  };
  if (cluster.state === "Deleting") {
    return (
      <Callout title="This cluster is being deleted">
        Its <TextLink href={timeline}>timeline</TextLink> shows the progress.
      </Callout>
    );
  }
  return (
    <Panel
      tone="danger"
      title="Delete this cluster"
      description="Stops its processes and removes its data. The profile is kept."
      actions={
        <ConfirmDialog
          title={`Delete ${cluster.name}?`}
          description="This permanently deletes:"
          confirmLabel="Delete cluster"
          typeName={cluster.name}
          onConfirm={confirm}
          trigger={
            <Button variant="danger-quiet" icon={<Trash2 />}>
              Delete cluster
            </Button>
          }
        >
          <ul className="list-disc space-y-1 pl-5 text-sm text-ink">
            {deletionList(cluster, reports.data).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </ConfirmDialog>
      }
    />
  );
}
