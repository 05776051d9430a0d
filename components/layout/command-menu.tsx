"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useCallback, useEffect, useState, type ComponentProps } from "react";
import { useGo } from "@/components/layout/leave-guard";
import { commandScore } from "@/components/layout/command-score";
import type { NavItem, ShellCommand } from "@/components/layout/shell-types";
import { Kbd } from "@/components/ui/kbd";
import { useCommandKey } from "@/components/ui/use-command-key";

/** Opens on ⌘K or Ctrl+K anywhere; knows every page of the navigation and the commands given. */
export function CommandMenu({
  nav,
  commands = [],
  onOpen,
}: {
  nav: readonly NavItem[];
  commands?: readonly ShellCommand[];
  /** Called when it opens, to fetch what is found only here. */
  onOpen?: () => void;
}) {
  const [open, setOpenState] = useState(false);
  const [search, setSearch] = useState("");
  const setOpen = useCallback(
    (next: boolean) => {
      setSearch("");
      setOpenState(next);
      if (next) onOpen?.();
    },
    [onOpen],
  );
  const go = useGo();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      event.stopPropagation();
      setOpen(!open);
    };
    // Before the page: the text editor would take the key for the first half of a chord.
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [open, setOpen]);

  const run = (command: Pick<ShellCommand, "href" | "onSelect">) => {
    setOpen(false);
    if (command.href) go(command.href);
    command.onSelect?.();
  };

  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <SearchTrigger />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-enter bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl animate-enter overflow-hidden rounded-xl border border-line-strong bg-raised shadow-3"
        >
          <Radix.Title className="sr-only">Commands</Radix.Title>
          <Command
            label="Commands"
            loop
            filter={(_, query, words) => commandScore(query, words ?? [])}
          >
            <div className="flex items-center gap-2.5 border-b px-4">
              <Search className="size-4 shrink-0 text-ink-faint" />
              <Command.Input
                value={search}
                onValueChange={setSearch}
                placeholder="Type a command or search…"
                className="h-12 w-full bg-transparent text-base outline-none"
              />
              <span className="pointer-coarse:hidden">
                <Kbd>Esc</Kbd>
              </span>
            </div>
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-sm text-ink-muted">
                No results. Try the name of a cluster, profile, pack or page.
              </Command.Empty>
              <CommandGroup
                name="Go to"
                commands={nav.map(({ href, label, icon }) => ({ id: href, href, label, icon }))}
                onRun={run}
              />
              {groupsOf(commands.filter((c) => search !== "" || !c.searchedOnly)).map(
                ([name, items]) => (
                  <CommandGroup key={name} name={name} commands={items} onRun={run} />
                ),
              )}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function groupsOf(commands: readonly ShellCommand[]): [string, ShellCommand[]][] {
  const groups = new Map<string, ShellCommand[]>();
  for (const command of commands) {
    const name = command.group ?? "Actions";
    groups.set(name, [...(groups.get(name) ?? []), command]);
  }
  return [...groups];
}

function CommandGroup({
  name,
  commands,
  onRun,
}: {
  name: string;
  commands: readonly ShellCommand[];
  onRun: (command: ShellCommand) => void;
}) {
  return (
    <Command.Group
      heading={name}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint"
    >
      {commands.map((command) => (
        <Command.Item
          key={command.id}
          value={command.id}
          keywords={[command.label, ...(command.keywords ?? [])]}
          onSelect={() => onRun(command)}
          className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md pointer-coarse:h-11 px-2.5 text-sm data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-text [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-faint"
        >
          {command.icon}
          <span className="min-w-0 flex-1 truncate">{command.label}</span>
          {command.hint ? (
            <span className="shrink-0 text-xs text-ink-muted">{command.hint}</span>
          ) : null}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function SearchTrigger(props: ComponentProps<"button">) {
  const commandKey = useCommandKey();
  return (
    <button
      type="button"
      aria-label="Search or run a command"
      className="flex size-8 items-center justify-center gap-2 rounded-md text-sm text-ink-muted hover:bg-hover pointer-coarse:size-10 md:h-8 md:w-56 md:justify-start md:border md:border-line-strong md:bg-surface md:px-2.5"
      {...props}
    >
      <Search className="size-4 shrink-0 md:size-3.5" />
      <span className="hidden flex-1 text-left md:inline">Search</span>
      <span aria-hidden="true" className="hidden gap-0.5 md:flex">
        <Kbd>{commandKey}</Kbd>
        <Kbd>K</Kbd>
      </span>
    </button>
  );
}
