"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Layers, Plus } from "lucide-react";
import { useCan, useProject } from "@/components/access/session";
import { takesKind } from "@/components/profile/model/layers";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/dropdown-menu";
import { availabilityFault, supportsInfrastructure } from "@/server/domain/pack/infrastructure";
import type { Pack } from "@/server/domain/pack/types";

/** Leads to a draft with the picker open at this pack, or to a new profile that begins with it. */
export function UsePackMenu({ pack }: { pack: Pack }) {
  const { slug } = useProject();
  const drafts = useDrafts(pack);
  const mayCreate = useCan("clusterProfile.create", useProject().id);
  const fault = availabilityFault(pack);
  const offersNew = mayCreate && fault === null;
  if (drafts.length === 0 && !offersNew) {
    const reason = fault ?? "You need permission to create or edit profiles to use this pack.";
    return (
      <span className="flex flex-col items-end gap-1">
        <Button variant="primary" disabled aria-describedby="use-pack-reason">
          Use in a profile
        </Button>
        <span id="use-pack-reason" className="max-w-80 text-right text-xs text-ink-muted">
          {reason}
        </span>
      </span>
    );
  }
  const add = `add=${encodeURIComponent(pack.digest)}`;
  return (
    <DropdownMenu
      trigger={
        <Button variant="primary" iconEnd={<ChevronDown />}>
          Use in a profile
        </Button>
      }
    >
      {drafts.length > 0 ? <MenuLabel>Drafts</MenuLabel> : null}
      {drafts.slice(0, 12).map(({ key, name, profileId, version }) => (
        <MenuLink
          key={key}
          icon={<Layers />}
          href={`/${slug}/profiles/${profileId}/versions/${key}?${add}`}
        >
          {name} <span className="font-mono text-xs text-ink-muted">{version}</span>
        </MenuLink>
      ))}
      {drafts.length > 0 && offersNew ? <MenuSeparator /> : null}
      {offersNew ? (
        <MenuLink icon={<Plus />} href={`/${slug}/profiles?new=empty&${add}`}>
          New profile
        </MenuLink>
      ) : null}
    </DropdownMenu>
  );
}

/** The drafts that can take the pack: of the right type and infrastructure, and editable. */
function useDrafts(pack: Pack) {
  const { id: projectId } = useProject();
  const trpc = useTRPC();
  const mayEdit = useCan("clusterProfile.update", projectId);
  const query = useQuery(trpc.profile.list.queryOptions({ projectId }));
  if (!mayEdit) return [];
  return (query.data ?? [])
    .filter(({ type }) => takesKind(type, pack.layer))
    .filter(({ cloudType }) => supportsInfrastructure(pack, cloudType))
    .flatMap(({ id, name, versions }) =>
      versions
        .filter(({ state }) => state === "draft")
        .map((version) => ({ key: version.id, name, profileId: id, version: version.version })),
    );
}
