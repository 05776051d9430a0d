"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { hasFaults } from "@/components/profile/model/problem-words";
import type { DockView } from "@/components/profile/builder/use-problem-acts";
import { EmptyStack } from "@/components/profile/builder/empty-stack";
import { ProblemsList } from "./problems-list";
import { SummaryView } from "./summary-view";

type Pane = DockView["pane"];

/** Problems and what will be installed, below the inspector or filling the place when no layer is selected. */
export function Dock({ fill }: { fill: boolean }) {
  const { problems, summary, contentsOf, select, layers, dock, setDock } = useBuilderContext();
  const { pane, open } = dock;
  const isOpen = open || fill;
  const choose = (next: Pane) => setDock({ pane: next, open: true });
  const count = (
    <span
      className={cn(
        "rounded-full px-1.5 text-xs",
        hasFaults(problems) ? "bg-danger-soft text-danger-text" : "bg-sunken text-ink-muted",
      )}
    >
      {problems.length}
    </span>
  );
  return (
    <section
      aria-label="Check and summary"
      className={cn(
        "flex min-h-0 flex-col border-t bg-surface",
        fill ? "flex-1 lg:border-t-0" : "shrink-0 max-lg:hidden",
      )}
    >
      <div className="flex h-9 shrink-0 items-center gap-4 border-b pr-2 pl-4">
        <PaneButton name="summary" pane={pane} open={isOpen} onChoose={choose}>
          What will be installed
        </PaneButton>
        <PaneButton name="problems" pane={pane} open={isOpen} onChoose={choose}>
          Problems {count}
        </PaneButton>
        {fill ? null : (
          <IconButton
            label={open ? "Hide panel" : "Show panel"}
            icon={open ? <ChevronDown /> : <ChevronUp />}
            size="sm"
            className="ml-auto"
            onClick={() => setDock({ pane, open: !open })}
          />
        )}
      </div>
      {isOpen ? (
        <div
          className={cn(
            "flex flex-col overflow-y-auto",
            fill ? "flex-1" : "h-[clamp(7rem,22vh,15rem)]",
          )}
        >
          {pane === "problems" ? (
            <ProblemsList />
          ) : layers.length === 0 ? (
            <EmptyStack />
          ) : (
            <div className="p-4">
              {summary ? (
                <SummaryView summary={summary} contentsOf={contentsOf} onSelect={select} />
              ) : (
                <SkeletonRows label="Checking the profile" />
              )}
            </div>
          )}
        </div>
      ) : null}
    </section>
  );
}

function PaneButton({
  name,
  pane,
  open,
  onChoose,
  children,
}: {
  name: Pane;
  pane: Pane;
  open: boolean;
  onChoose: (pane: Pane) => void;
  children: ReactNode;
}) {
  const current = open && pane === name;
  return (
    <button
      type="button"
      aria-pressed={current}
      onClick={() => onChoose(name)}
      className={cn(
        "-mb-px flex h-full items-center gap-1.5 border-b-2 border-transparent text-xs font-medium text-ink-muted hover:text-ink focus-visible:-outline-offset-2",
        current && "border-accent text-ink",
      )}
    >
      {children}
    </button>
  );
}
