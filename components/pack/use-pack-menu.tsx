"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Layers, Plus } from "lucide-react";
import { useProject } from "@/components/access/session";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/dropdown-menu";
import type { Pack } from "@/server/domain/pack/types";

/** Leads to a draft with the picker open at this pack, or to a new profile. */
export function UsePackMenu({ pack }: { pack: Pack }) {
  const { id: projectId, slug } = useProject();
  const trpc = useTRPC();
  const query = useQuery(trpc.profile.list.queryOptions({ projectId }));
  const drafts = (query.data ?? []).flatMap(({ id, name, versions }) =>
    versions
      .filter(({ state }) => state === "draft")
      .map((version) => ({ key: version.id, name, profileId: id, version: version.version })),
  );
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
          href={`/${slug}/profiles/${profileId}/versions/${key}?add=${encodeURIComponent(pack.digest)}`}
        >
          {name} <span className="font-mono text-xs text-ink-muted">{version}</span>
        </MenuLink>
      ))}
      {drafts.length > 0 ? <MenuSeparator /> : null}
      <MenuLink icon={<Plus />} href={`/${slug}/profiles?new=empty`}>
        New profile
      </MenuLink>
    </DropdownMenu>
  );
}
