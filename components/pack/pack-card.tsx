import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import type { PackFamily } from "./families";
import { PackBadges } from "./pack-badges";
import { PackLogo } from "./pack-logo";

/** The address of a pack's page. */
export function packHref(slug: string, digest: string): string {
  return `/${slug}/packs/${encodeURIComponent(digest)}`;
}

/** One pack of the catalogue with all its versions. */
export function PackCard({ family, slug }: { family: PackFamily; slug: string }) {
  const { newest, versions } = family;
  return (
    <li className="relative flex gap-3 rounded-lg border bg-surface p-3.5 transition-colors hover:border-line-strong">
      <PackLogo logo={newest.logo} kind={newest.layer} size="lg" />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <div className="flex items-center gap-2">
          <h3 className="min-w-0 flex-1 truncate font-semibold text-ink">
            <TextLink
              quiet
              href={packHref(slug, newest.digest)}
              className="font-semibold after:absolute after:inset-0"
            >
              {newest.displayName}
            </TextLink>
          </h3>
          <span className="font-mono text-xs text-ink-muted">{newest.version}</span>
        </div>
        <p className="line-clamp-2 text-sm text-ink-muted">
          {newest.description === "" ? newest.name : newest.description}
        </p>
        <div className="mt-auto flex flex-wrap gap-1">
          <PackBadges pack={newest} />
          {newest.addonType ? <Badge tone="outline">{newest.addonType}</Badge> : null}
          {versions.length > 1 ? <Badge>{versions.length} versions</Badge> : null}
        </div>
      </div>
    </li>
  );
}
