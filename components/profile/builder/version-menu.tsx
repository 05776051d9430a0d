"use client";

import { Check, ChevronDown, CopyPlus } from "lucide-react";
import { useProject } from "@/components/access/session";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/dropdown-menu";
import { Time } from "@/components/ui/time";
import type { ProfileVersionSummary } from "@/server/domain/profile/views";
import { useBuilderContext } from "./builder-context";

/** The versions of the profile, the newest first, and a new one. */
export function VersionMenu({ onNew }: { onNew: () => void }) {
  const { version, mayEdit } = useBuilderContext();
  const { slug } = useProject();
  return (
    <DropdownMenu
      align="start"
      className="max-w-80"
      trigger={
        <Button size="sm" iconEnd={<ChevronDown />} aria-label={`Version ${version.version}`}>
          <span className="font-mono text-xs">{version.version}</span>
        </Button>
      }
    >
      {version.profile.versions.map((one) => (
        <MenuLink
          key={one.id}
          href={`/${slug}/profiles/${version.profile.id}/versions/${one.id}`}
          icon={one.id === version.id ? <Check /> : <span className="size-4" />}
        >
          <VersionItem version={one} />
        </MenuLink>
      ))}
      {mayEdit ? (
        <>
          <MenuSeparator />
          <MenuItem icon={<CopyPlus />} onSelect={onNew}>
            New version…
          </MenuItem>
        </>
      ) : null}
    </DropdownMenu>
  );
}

/** Number and state, since when and by whom, and the note. */
function VersionItem({ version }: { version: ProfileVersionSummary }) {
  const { version: number, state, note, publishedAt, publishedBy, updatedAt } = version;
  return (
    <>
      <span className="font-mono text-xs">{number}</span>
      <span className="ml-2 text-xs text-ink-muted">
        {state === "draft" ? "draft, saved " : "published "}
        <Time at={publishedAt ?? updatedAt} />
        {publishedBy ? ` by ${publishedBy}` : ""}
      </span>
      {note === "" ? null : <span className="block truncate text-xs text-ink-muted">{note}</span>}
    </>
  );
}
