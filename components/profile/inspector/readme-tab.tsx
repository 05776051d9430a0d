"use client";

import { PackConstraintList } from "@/components/pack/pack-constraints";
import { PackReadme } from "@/components/pack/pack-readme";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** What the pack says about itself. */
export function ReadmeTab({ layer }: { layer: ProfileLayer }) {
  const { packs, packsSettled } = useBuilderContext();
  const pack = packs.get(layer.pack.digest);
  if (!pack) {
    if (!packsSettled) return <Skeleton className="h-40" />;
    return <p className="text-sm text-ink-muted">This pack is no longer in any registry.</p>;
  }
  return (
    <div className="space-y-4">
      <PackConstraintList pack={pack} />
      <PackReadme text={pack.readme} />
      {pack.docsURL ? (
        <TextLink href={pack.docsURL}>{pack.displayName} documentation</TextLink>
      ) : null}
    </div>
  );
}
