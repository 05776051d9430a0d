"use client";

import { ArrowDown, ArrowUp, Copy, MoreHorizontal, Replace, Trash2 } from "lucide-react";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { canMove } from "@/components/profile/model/layers";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** What can be done to one layer; the same acts as by keyboard. */
export function SheetMenu({ layer, focusable }: { layer: ProfileLayer; focusable: boolean }) {
  const { actions, layers, openPicker } = useBuilderContext();
  const isAddon = layer.kind === "addon";
  return (
    <DropdownMenu
      trigger={
        <IconButton
          label={`Actions for ${layer.name}`}
          icon={<MoreHorizontal />}
          size="sm"
          tabIndex={focusable ? 0 : -1}
          onPointerDown={(event) => event.stopPropagation()}
        />
      }
    >
      <MenuItem
        icon={<Replace />}
        hint="R"
        onSelect={() => openPicker({ kind: layer.kind, replaceId: layer.id })}
      >
        Replace…
      </MenuItem>
      {isAddon ? (
        <>
          <MenuItem icon={<Copy />} hint="D" onSelect={() => actions.duplicate(layer.id)}>
            Duplicate
          </MenuItem>
          <MenuItem
            icon={<ArrowUp />}
            hint="Alt ↑"
            disabled={!canMove(layers, layer.id, 1)}
            onSelect={() => actions.move(layer.id, 1)}
          >
            Move up
          </MenuItem>
          <MenuItem
            icon={<ArrowDown />}
            hint="Alt ↓"
            disabled={!canMove(layers, layer.id, -1)}
            onSelect={() => actions.move(layer.id, -1)}
          >
            Move down
          </MenuItem>
        </>
      ) : null}
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} danger hint="Del" onSelect={() => actions.remove(layer.id)}>
        Remove
      </MenuItem>
    </DropdownMenu>
  );
}
