"use client";

import { QueryView } from "@/components/trpc/query-view";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { PackSummary } from "@/server/domain/pack/types";
import type { PackFamily } from "./families";
import { KindLabel } from "./kind-look";
import { PackBadges } from "./pack-badges";
import { PackConstraintList } from "./pack-constraints";
import { UnpinnedNote } from "./pack-content";
import { PackLogo } from "./pack-logo";
import { PackReadme } from "./pack-readme";
import { usePack } from "./use-packs";

/** One pack in the picker: which version, what it needs, its README. */
export function PackPreview({
  projectId,
  family,
  pack,
  currentDigest,
  onVersion,
}: {
  projectId: string;
  family: PackFamily;
  pack: PackSummary;
  currentDigest?: string;
  onVersion: (digest: string) => void;
}) {
  const query = usePack(projectId, pack.digest);
  return (
    <section
      aria-label={`About ${pack.displayName}`}
      className="flex min-h-0 min-w-0 flex-col rounded-lg border bg-surface"
    >
      <div className="flex flex-wrap items-center gap-3 border-b p-4">
        <PackLogo logo={pack.logo} kind={pack.layer} size="lg" />
        <div className="min-w-0 flex-1 basis-40">
          <h3 className="truncate text-base font-semibold text-ink">{pack.displayName}</h3>
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <KindLabel kind={pack.layer} />
            <span className="font-mono text-xs text-ink-faint">{pack.name}</span>
          </div>
        </div>
        <Select
          aria-label="Version"
          className="w-40"
          mono
          value={pack.digest}
          onValueChange={onVersion}
          options={family.versions.map((one) => ({
            value: one.digest,
            label: one.version,
            hint: one.digest === currentDigest ? "in use" : hintOf(one, family),
          }))}
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must scroll by keyboard too */}
      <div tabIndex={0} className="hidden min-h-0 flex-1 space-y-4 overflow-y-auto p-4 md:block">
        <div className="flex flex-wrap gap-1.5">
          <PackBadges pack={pack} />
        </div>
        <QueryView query={query} skeleton={<Skeleton className="h-24" />}>
          {(whole) => (
            <>
              <UnpinnedNote charts={whole.charts} />
              <PackConstraintList pack={whole} />
              <PackReadme text={whole.readme} />
            </>
          )}
        </QueryView>
      </div>
    </section>
  );
}

function hintOf(pack: PackSummary, family: PackFamily): string | undefined {
  if (pack.state !== "active") return pack.state;
  return pack.digest === family.newest.digest && family.versions.length > 1 ? "newest" : undefined;
}
