"use client";

import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { FixButton, ProblemIcon } from "@/components/profile/summary/problem-parts";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** What is wrong with the layer as a whole, which no line of its text could show. */
export function LayerProblemsStrip({ layer }: { layer: ProfileLayer }) {
  const { problems } = useBuilderContext();
  const own = problems.filter(({ layerId, wholeLayer }) => layerId === layer.id && wholeLayer);
  if (own.length === 0) return null;
  return (
    <ul
      aria-label={`Problems of ${layer.name}`}
      className="max-h-32 shrink-0 divide-y overflow-y-auto border-y bg-sunken"
    >
      {own.map((problem) => (
        <li
          key={`${problem.code}-${problem.message}`}
          className="flex flex-wrap items-start justify-end gap-x-2.5 gap-y-1.5 px-4 py-2 text-sm text-ink"
        >
          <span className="flex flex-1 basis-60 gap-2.5">
            <ProblemIcon problem={problem} />
            <span className="min-w-0 flex-1 wrap-anywhere">{problem.message}</span>
          </span>
          <FixButton problem={problem} />
        </li>
      ))}
    </ul>
  );
}
