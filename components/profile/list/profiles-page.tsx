"use client";

import { useQuery } from "@tanstack/react-query";
import { Layers, Plus, SearchX } from "lucide-react";
import { useCan, useProject } from "@/components/access/session";
import { usePackList } from "@/components/pack/use-packs";
import { useAddressQuery } from "@/components/ui/use-address-query";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Toolbar } from "@/components/ui/toolbar";
import type { ProfileSummaryView } from "@/server/domain/profile/views";
import { CreateProfileDialog } from "./create-profile-dialog";
import {
  arrangeProfiles,
  type ProfileListParams,
  type ProfileSort,
  readListParams,
  sortLabels,
  writeListParams,
} from "./list-params";
import { ProfileCard } from "./profile-card";

/** The profiles of a project. */
export function ProfilesPage() {
  const project = useProject();
  const trpc = useTRPC();
  const query = useQuery(trpc.profile.list.queryOptions({ projectId: project.id }));
  const { params, set } = useListParams();
  const mayCreate = useCan("clusterProfile.create", project.id);
  const taken = (query.data ?? []).map(({ name }) => name);
  return (
    <>
      <PageHeader
        title="Profiles"
        description="A profile describes a whole cluster: operating system, Kubernetes, network, storage and add-ons. Published versions never change."
        actions={
          mayCreate && query.data && query.data.length > 0 ? (
            <>
              <Button onClick={() => set({ create: "sample" })}>Start from the sample</Button>
              <Button variant="primary" icon={<Plus />} onClick={() => set({ create: "empty" })}>
                Build a profile
              </Button>
            </>
          ) : null
        }
      />
      <PageBody>
        <QueryView query={query} skeleton={<CardSkeletons />} permission="clusterProfile.list">
          {(profiles) =>
            profiles.length === 0 ? (
              <NoProfiles mayCreate={mayCreate} onCreate={(create) => set({ create })} />
            ) : (
              <ProfileList profiles={profiles} params={params} set={set} />
            )
          }
        </QueryView>
      </PageBody>
      {params.create && mayCreate && query.data ? (
        <CreateProfileDialog
          key={params.create}
          start={params.create}
          add={params.add}
          taken={taken}
          onClose={() => set({ create: null, add: null })}
        />
      ) : null}
    </>
  );
}

type Set = (change: Partial<ProfileListParams>) => void;

/** The list's state in the address, without a history entry per key stroke. */
function useListParams(): { params: ProfileListParams; set: Set } {
  const [query, write] = useAddressQuery();
  const params = readListParams(new URLSearchParams(query));
  const set: Set = (change) => write(writeListParams({ ...params, ...change }));
  return { params, set };
}

function ProfileList({
  profiles,
  params,
  set,
}: {
  profiles: readonly ProfileSummaryView[];
  params: ProfileListParams;
  set: Set;
}) {
  const { id: projectId } = useProject();
  const { byDigest } = usePackList(projectId);
  const shown = arrangeProfiles(profiles, params);
  return (
    <>
      <Toolbar
        end={
          <Select<ProfileSort>
            aria-label="Sort by"
            className="w-40"
            value={params.sort}
            onValueChange={(sort) => set({ sort })}
            options={[
              { value: "updated", label: sortLabels.updated },
              { value: "name", label: sortLabels.name },
              { value: "clusters", label: sortLabels.clusters },
            ]}
          />
        }
      >
        <SearchInput label="Search profiles" value={params.q} onValueChange={(q) => set({ q })} />
      </Toolbar>
      {shown.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title="No matching profiles"
          action={<Button onClick={() => set({ q: "" })}>Clear search</Button>}
        >
          The search covers names, descriptions, tags and packs.
        </EmptyState>
      ) : (
        <ul aria-label="Profiles" className="grid grid-cols-1 gap-3 md:grid-cols-2 2xl:grid-cols-3">
          {shown.map((profile) => (
            <ProfileCard key={profile.id} profile={profile} catalogue={byDigest} />
          ))}
        </ul>
      )}
    </>
  );
}

function NoProfiles({
  mayCreate,
  onCreate,
}: {
  mayCreate: boolean;
  onCreate: (start: "empty" | "sample") => void;
}) {
  return (
    <EmptyState
      icon={<Layers />}
      title="No profiles yet"
      action={
        mayCreate ? (
          <>
            <Button variant="primary" icon={<Plus />} onClick={() => onCreate("empty")}>
              Build a profile
            </Button>
            <Button onClick={() => onCreate("sample")}>Start from the sample</Button>
          </>
        ) : null
      }
    >
      Choose an operating system, Kubernetes, a network plugin and storage, add add-ons, publish a
      version, and deploy as many clusters from it as you need.
    </EmptyState>
  );
}

function CardSkeletons() {
  return (
    <output className="grid grid-cols-1 gap-3 md:grid-cols-2 2xl:grid-cols-3">
      <span className="sr-only">Loading profiles</span>
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} className="h-36 rounded-lg" />
      ))}
    </output>
  );
}
