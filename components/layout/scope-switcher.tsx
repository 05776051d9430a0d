"use client";

import { Command } from "cmdk";
import { Check, ChevronsUpDown } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useGo } from "@/components/layout/leave-guard";
import type { ScopeOption } from "@/components/layout/shell-types";
import { Avatar } from "@/components/ui/avatar";
import { Popover } from "@/components/ui/popover";

/** Shows tenant and project, and lets the user search for another project. */
export function ScopeSwitcher({
  tenant,
  project,
  projects,
  footer,
}: {
  tenant: { name: string };
  project?: { id: string; name: string };
  projects: readonly ScopeOption[];
  /** e.g. a link to "All projects" or "New project". */
  footer?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const go = useGo();
  const choose = (href: string) => {
    setOpen(false);
    go(href);
  };
  // The words that are seen stand in the name as they are, for people who speak to their computer.
  const where = project ? `${tenant.name} / ${project.name}` : tenant.name;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="start"
      className="w-72 p-0"
      label="Switch project"
      trigger={
        <button
          type="button"
          aria-label={`${where}, switch project`}
          className="flex h-8 min-w-0 items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover pointer-coarse:h-10"
        >
          <Avatar name={tenant.name} shape="square" className="size-5" />
          <span className="hidden truncate text-ink-muted sm:inline">{tenant.name}</span>
          {project ? <span className="hidden text-ink-faint sm:inline">/</span> : null}
          {project ? <span className="truncate font-medium text-ink">{project.name}</span> : null}
          <ChevronsUpDown className="size-3.5 shrink-0 text-ink-faint" />
        </button>
      }
    >
      <ProjectList projects={projects} currentId={project?.id} onChoose={choose} />
      {footer ? <div className="border-t p-1">{footer}</div> : null}
    </Popover>
  );
}

function ProjectList({
  projects,
  currentId,
  onChoose,
}: {
  projects: readonly ScopeOption[];
  currentId?: string;
  onChoose: (href: string) => void;
}) {
  return (
    <Command label="Projects">
      <Command.Input
        placeholder="Find a project"
        className="h-10 w-full border-b bg-transparent px-3 text-sm outline-none"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-sm text-ink-muted">
          No project matches.
        </Command.Empty>
        {projects.map((option) => (
          <Command.Item
            key={option.id}
            value={`${option.name} ${option.id}`}
            onSelect={() => onChoose(option.href)}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-hover pointer-coarse:min-h-10"
          >
            <span className="min-w-0 flex-1 truncate">{option.name}</span>
            {option.hint ? <span className="text-xs text-ink-faint">{option.hint}</span> : null}
            {option.id === currentId ? <Check className="size-4 text-accent-text" /> : null}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
