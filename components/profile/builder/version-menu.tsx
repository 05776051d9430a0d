"use client";

import { Check, ChevronDown, CopyPlus } from "lucide-react";
import { useProject } from "@/components/access/session";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/dropdown-menu";
import { useBuilderContext } from "./builder-context";

/** The versions of the profile, the newest first, and a new one. */
export function VersionMenu({ onNew }: { onNew: () => void }) {
  const { version, mayEdit } = useBuilderContext();
  const { slug } = useProject();
  return (
    <DropdownMenu
      align="start"
      trigger={
        <Button size="sm" iconEnd={<ChevronDown />} aria-label={`Version ${version.version}`}>
          <span className="font-mono text-xs">{version.version}</span>
        </Button>
      }
    >
      {version.profile.versions.map(({ id, version: number, state }) => (
        <MenuLink
          key={id}
          href={`/${slug}/profiles/${version.profile.id}/versions/${id}`}
          icon={id === version.id ? <Check /> : <span className="size-4" />}
        >
          <span className="font-mono text-xs">{number}</span>
          <span className="ml-2 text-xs text-ink-faint">{state}</span>
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
