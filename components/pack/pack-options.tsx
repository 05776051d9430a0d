/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a native select cannot be searched and has no logos */
"use client";

import { CloudDownload, FlaskConical } from "lucide-react";
import { useEffect, useId, type KeyboardEvent, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { SearchInput } from "@/components/ui/search-input";
import type { PackFamily } from "./families";
import { PackLogo } from "./pack-logo";

/** Search and results as one control: arrows move the choice while typing, Enter takes it. */
export function PackOptions({
  families,
  unfit,
  versionOf,
  active,
  text,
  onText,
  onActive,
  onEnter,
  filters,
}: {
  families: readonly PackFamily[];
  /** Listed below, greyed, with the reason why they cannot be chosen. */
  unfit: readonly { family: PackFamily; reason: string }[];
  versionOf: (family: PackFamily) => string;
  active: string | null;
  text: string;
  onText: (text: string) => void;
  onActive: (key: string) => void;
  onEnter: () => void;
  /** Between search and results. */
  filters?: ReactNode;
}) {
  const id = useId();
  const optionId = (key: string) => `${id}-${key}`;
  const activeId = active === null ? undefined : optionId(active);
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);
  const onKeyDown = (event: KeyboardEvent) => {
    const index = families.findIndex(({ key }) => key === active);
    const step = { ArrowDown: index + 1, ArrowUp: index - 1 };
    if (event.key === "Enter") {
      event.preventDefault();
      onEnter();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const next = families[Math.max(0, Math.min(step[event.key], families.length - 1))];
    if (next) onActive(next.key);
  };
  return (
    <>
      <SearchInput
        label="Search packs"
        value={text}
        onValueChange={onText}
        onKeyDown={onKeyDown}
        className="sm:w-full"
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={activeId}
        autoComplete="off"
      />
      {filters}
      <div
        id={id}
        role="listbox"
        aria-label="Packs"
        className="-mx-1 max-h-64 min-h-24 flex-1 overflow-y-auto px-1 md:max-h-none"
      >
        {families.map((family) => (
          <div
            key={family.key}
            id={optionId(family.key)}
            role="option"
            tabIndex={-1}
            aria-label={`${family.newest.displayName} ${versionOf(family)}`}
            aria-selected={family.key === active}
            onClick={() => onActive(family.key)}
            onDoubleClick={onEnter}
            onKeyDown={onKeyDown}
            className={cn(
              "flex cursor-pointer items-center gap-3 rounded-md border border-transparent px-2 py-2 select-none hover:bg-hover",
              family.key === active && "border-accent bg-accent-soft hover:bg-accent-soft",
            )}
          >
            <PackLogo logo={family.newest.logo} kind={family.newest.layer} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium text-ink">
                {family.newest.displayName}
              </span>
              <span className="block truncate text-xs text-ink-muted">
                {family.newest.description === "" ? family.newest.name : family.newest.description}
              </span>
            </span>
            <Signs family={family} />
          </div>
        ))}
        {unfit.map(({ family, reason }) => (
          <div
            key={family.key}
            role="option"
            tabIndex={-1}
            aria-label={`${family.newest.displayName} ${family.newest.version}. ${reason}`}
            aria-selected={false}
            aria-disabled
            className="flex cursor-not-allowed items-center gap-3 rounded-md px-2 py-2 select-none"
          >
            <PackLogo
              logo={family.newest.logo}
              kind={family.newest.layer}
              className="opacity-50 grayscale"
            />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium text-ink-muted">
                {family.newest.displayName}
              </span>
              <span className="block text-xs text-ink-muted">{reason}</span>
            </span>
          </div>
        ))}
        {families.length + unfit.length === 0 ? (
          <p className="px-2 py-6 text-center text-sm text-ink-muted">
            {text === "" ? "No registry has a pack for this layer." : `No pack matches “${text}”.`}
          </p>
        ) : null}
      </div>
    </>
  );
}

function Signs({ family: { newest } }: { family: PackFamily }) {
  return (
    <span aria-hidden="true" className="flex shrink-0 items-center gap-1 [&_svg]:size-3.5">
      {newest.availability === "needs-internet" ? (
        <CloudDownload className="text-info-text" />
      ) : null}
      {newest.simulated ? <FlaskConical className="text-sim-text" /> : null}
    </span>
  );
}
