"use client";

import { Boxes, MoreHorizontal, SquarePen, Trash2 } from "lucide-react";
import { useState } from "react";
import { useCan, useProject } from "@/components/access/session";
import { PackLogo } from "@/components/pack/pack-logo";
import { Badge } from "@/components/ui/badge";
import { DropdownMenu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { PackSummary } from "@/server/domain/pack/types";
import type { ProfileType } from "@/server/domain/profile/types";
import type { ProfileSummaryView } from "@/server/domain/profile/views";
import { DeleteProfileDialog } from "./delete-profile-dialog";
import { MiniStack } from "./mini-stack";

const typeWords: Record<ProfileType, string> = {
  cluster: "Full stack",
  infra: "Infrastructure",
  "add-on": "Add-ons",
};

/** One profile of the list. */
export function ProfileCard({
  profile,
  catalogue,
}: {
  profile: ProfileSummaryView;
  catalogue: ReadonlyMap<string, PackSummary>;
}) {
  const { slug } = useProject();
  const [newest] = profile.versions;
  const href = newest ? `/${slug}/profiles/${profile.id}/versions/${newest.id}` : undefined;
  return (
    <li className="relative flex gap-4 rounded-lg border bg-surface p-4 transition-colors hover:border-line-strong">
      <MiniStack stack={profile.stack} />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="min-w-0 pr-8">
          <h2 className="truncate text-base font-semibold text-ink">
            {href ? (
              <TextLink quiet href={href} className="font-semibold">
                {profile.name}
              </TextLink>
            ) : (
              profile.name
            )}
          </h2>
          <p className="truncate text-sm text-ink-muted">
            {profile.description === "" ? "No description" : profile.description}
          </p>
        </div>
        <Logos profile={profile} catalogue={catalogue} />
        <Versions profile={profile} slug={slug} />
        <p className="mt-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-muted">
          <span>{typeWords[profile.type]}</span>
          <span>{profile.cloudType}</span>
          <span className="inline-flex items-center gap-1">
            <Boxes aria-hidden="true" className="size-3.5" />
            {profile.clusters === 1 ? "1 cluster" : `${profile.clusters} clusters`}
          </span>
          <span className="ml-auto">
            <Time at={profile.updatedAt} />
          </span>
        </p>
      </div>
      <CardMenu profile={profile} href={href} />
    </li>
  );
}

function Logos({
  profile,
  catalogue,
}: {
  profile: ProfileSummaryView;
  catalogue: ReadonlyMap<string, PackSummary>;
}) {
  const { stack } = profile;
  if (stack.length === 0) return <p className="text-xs text-ink-faint">No layers yet</p>;
  const shown = stack.slice(0, 9);
  return (
    <ul aria-label="Layers" className="flex flex-wrap items-center gap-1">
      {shown.map(({ digest, kind, name, version }) => (
        <li key={name} title={`${name} ${version}`}>
          <PackLogo logo={catalogue.get(digest)?.logo} kind={kind} size="sm" />
          <span className="sr-only">
            {name} {version}
          </span>
        </li>
      ))}
      {stack.length > shown.length ? (
        <li className="text-xs text-ink-muted">+{stack.length - shown.length}</li>
      ) : null}
    </ul>
  );
}

function Versions({ profile, slug }: { profile: ProfileSummaryView; slug: string }) {
  const shown = profile.versions.slice(0, 4);
  const more = profile.versions.length - shown.length;
  return (
    <ul aria-label="Versions" className="flex flex-wrap gap-1">
      {shown.map(({ id, version, state }) => (
        <li key={id}>
          <TextLink
            quiet
            href={`/${slug}/profiles/${profile.id}/versions/${id}`}
            className="inline-flex"
          >
            <Badge tone={state === "draft" ? "warn" : "ok"}>
              <span className="font-mono font-normal">{version}</span>
              {state === "draft" ? " draft" : ""}
            </Badge>
          </TextLink>
        </li>
      ))}
      {more > 0 ? <li className="text-xs text-ink-muted">and {more} older</li> : null}
    </ul>
  );
}

function CardMenu({ profile, href }: { profile: ProfileSummaryView; href: string | undefined }) {
  const [deleting, setDeleting] = useState(false);
  const mayDelete = useCan("clusterProfile.delete", useProject().id);
  return (
    <>
      <DropdownMenu
        trigger={
          <IconButton
            label={`Actions for ${profile.name}`}
            icon={<MoreHorizontal />}
            size="sm"
            className="absolute top-3 right-3"
          />
        }
      >
        {href ? (
          <MenuLink href={href} icon={<SquarePen />}>
            Open
          </MenuLink>
        ) : null}
        {mayDelete ? (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 />} onSelect={() => setDeleting(true)}>
              Delete…
            </MenuItem>
          </>
        ) : null}
      </DropdownMenu>
      {deleting ? (
        <DeleteProfileDialog profile={profile} onClose={() => setDeleting(false)} />
      ) : null}
    </>
  );
}
