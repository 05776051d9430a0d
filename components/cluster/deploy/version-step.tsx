"use client";

import { useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { useEffect } from "react";
import { useProject } from "@/components/access/session";
import { StackPreview } from "@/components/cluster/deploy/stack-preview";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { RadioCards } from "@/components/ui/radio-cards";
import { Select } from "@/components/ui/select";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import type { ProfileSummaryView } from "@/server/domain/profile/views";
import { kubernetesVersionOf } from "@/server/domain/profile/kubernetes-version";

/** First step: which published version the cluster runs. */
export function VersionStep({
  versionId,
  onChoose,
}: {
  versionId: string;
  onChoose: (versionId: string) => void;
}) {
  const project = useProject();
  const trpc = useTRPC();
  const query = useQuery(trpc.profile.list.queryOptions({ projectId: project.id }));
  return (
    <QueryView
      query={query}
      permission="clusterProfile.list"
      skeleton={
        <Panel flush>
          <SkeletonRows label="Loading profiles" rows={4} />
        </Panel>
      }
    >
      {(profiles) => (
        <Choice profiles={deployable(profiles)} versionId={versionId} onChoose={onChoose} />
      )}
    </QueryView>
  );
}

/** Add-on profiles are no cluster by themselves, and drafts may still change. */
function deployable(profiles: readonly ProfileSummaryView[]) {
  return profiles
    .filter((profile) => profile.type !== "add-on")
    .map((profile) => ({
      ...profile,
      versions: profile.versions.filter((v) => v.state === "published"),
    }))
    .filter((profile) => profile.versions.length > 0);
}

function Choice({
  profiles,
  versionId,
  onChoose,
}: {
  profiles: ReturnType<typeof deployable>;
  versionId: string;
  onChoose: (versionId: string) => void;
}) {
  const project = useProject();
  const chosen = profiles.find((p) => p.versions.some((v) => v.id === versionId));
  const first = profiles[0]?.versions[0]?.id;
  useEffect(() => {
    // The profile changed last is what people mostly come for. A version that the address names stays,
    // also while the list does not have it yet: it was perhaps published a moment ago.
    if (versionId === "" && first) onChoose(first);
  }, [versionId, first, onChoose]);
  if (profiles.length === 0) {
    return (
      <Panel>
        <EmptyState
          icon={<Layers />}
          title="No published profile yet"
          action={
            <ButtonLink variant="primary" href={`/${project.slug}/profiles`}>
              Go to profiles
            </ButtonLink>
          }
        >
          Clusters run published versions, which never change. Build a profile or publish a draft
          first.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
      <Panel title="Profile">
        <RadioCards
          label="Profile"
          columns={1}
          value={chosen?.id}
          onValueChange={(id) => {
            const newest = profiles.find((p) => p.id === id)?.versions[0];
            if (newest) onChoose(newest.id);
          }}
          options={profiles.map((profile) => ({
            value: profile.id,
            title: profile.name,
            description: profile.description || `${profile.versions[0]?.layerCount ?? 0} layers`,
            badge: <Badge tone="outline">{profile.versions[0]?.version}</Badge>,
          }))}
        />
      </Panel>
      {chosen ? (
        <Panel title="Version">
          <div className="flex flex-col gap-4">
            <Field label="Version" labelHidden>
              <Select
                value={versionId}
                onValueChange={onChoose}
                options={chosen.versions.map((v) => ({
                  value: v.id,
                  label: v.version,
                  hint: v.note || undefined,
                }))}
              />
            </Field>
            <ChosenStack versionId={versionId} />
          </div>
        </Panel>
      ) : null}
    </div>
  );
}

function ChosenStack({ versionId }: { versionId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.profile.version.queryOptions({ versionId }));
  return (
    <QueryView query={query} skeleton={<Skeleton className="h-40" />}>
      {({ layers }) => (
        <>
          <StackPreview layers={layers} />
          <p className="text-xs text-ink-muted">
            {layers.length} layers, Kubernetes {kubernetesVersionOf(layers) ?? "not included"}
          </p>
        </>
      )}
    </QueryView>
  );
}
