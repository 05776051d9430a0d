"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useState } from "react";
import { useCan, useProject } from "@/components/access/session";
import { deploySample, type SampleApi } from "@/components/home/deploy-sample";
import { useGo } from "@/components/layout/leave-guard";
import { useTRPC, useTRPCClient } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";

/** One click from an empty installation to a cluster that is being made. */
export function SampleButton() {
  const project = useProject();
  const trpc = useTRPC();
  const api = useSampleApi(project.id);
  const go = useGo();
  const queryClient = useQueryClient();
  const [step, setStep] = useState("");
  const mayDeploy = useCan("cluster.create", project.id);
  const mayBuild = useCan("clusterProfile.create", project.id);
  const deploy = useMutation({
    mutationFn: () => deploySample(api, setStep),
    onSuccess: ({ clusterId }) => {
      go(`/${project.slug}/clusters/${clusterId}/timeline`);
      void queryClient.invalidateQueries(trpc.cluster.pathFilter());
    },
  });
  const busy = deploy.isPending || deploy.isSuccess;
  if (!mayDeploy || !mayBuild) return null;
  return (
    <>
      <Button
        variant="primary"
        size="lg"
        icon={<Rocket />}
        loading={busy}
        onClick={() => deploy.mutate()}
      >
        Deploy a sample cluster
      </Button>
      {busy ? <output className="self-center text-sm text-ink-muted">{step} …</output> : null}
      {deploy.error ? (
        <div className="basis-full">
          <MutationError title="The sample was not deployed" error={deploy.error} />
        </div>
      ) : null}
    </>
  );
}

function useSampleApi(projectId: string): SampleApi {
  const client = useTRPCClient();
  return {
    profiles: () => client.profile.list.query({ projectId }),
    revision: async (versionId) => (await client.profile.version.query({ versionId })).revision,
    packs: () => client.pack.list.query({ projectId }),
    pack: (digest) => client.pack.get.query({ projectId, digest }),
    createProfile: (input) => client.profile.create.mutate({ projectId, ...input }),
    publish: (input) => client.profile.publish.mutate(input),
    clusterNames: async () =>
      (await client.cluster.list.query({ projectId })).map((cluster) => cluster.name),
    createCluster: (input) => client.cluster.create.mutate({ projectId, ...input }),
  };
}
