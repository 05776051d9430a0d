import { CircleAlert, CloudDownload, FlaskConical, PencilLine, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { LayerFacts } from "./sheet";
import { problemWords } from "./layer-problems";

/** Small signs at the end of a sheet; their words are in the sheet's name. */
export function SheetBadges({ facts }: { facts: LayerFacts }) {
  const { problems } = facts;
  const total = problems.errors + problems.warnings;
  return (
    <span aria-hidden="true" className="flex shrink-0 items-center gap-1">
      {facts.edited ? (
        <Sign title="Edited: differs from the pack defaults">
          <PencilLine />
        </Sign>
      ) : null}
      {facts.needsInternet ? (
        <Sign title="Needs internet access or a mirror" className="text-info-text">
          <CloudDownload />
        </Sign>
      ) : null}
      {facts.simulated ? (
        <Sign title="Simulated" className="text-sim-text">
          <FlaskConical />
        </Sign>
      ) : null}
      {total > 0 ? (
        <span
          title={problemWords(problems)}
          className={cn(
            "flex h-5 items-center gap-1 rounded-sm px-1.5 text-xs font-medium [&_svg]:size-3",
            problems.errors > 0 ? "bg-danger-soft text-danger-text" : "bg-warn-soft text-warn-text",
          )}
        >
          {problems.errors > 0 ? <CircleAlert /> : <TriangleAlert />}
          {total}
        </span>
      ) : null}
    </span>
  );
}

function Sign({
  title,
  className,
  children,
}: {
  title: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span title={title} className={cn("text-ink-faint [&_svg]:size-3.5", className)}>
      {children}
    </span>
  );
}
