"use client";

import { useRouter } from "next/navigation";
import { useProject } from "@/components/access/session";
import { CodeBlock } from "@/components/ui/code-block";
import { QueryView } from "@/components/trpc/query-view";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { ButtonLink } from "@/components/ui/button";
import { Id } from "@/components/ui/id";
import { KeyValueList } from "@/components/ui/key-value-list";
import { NotFoundState } from "@/components/ui/not-found-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import type { Pack } from "@/server/domain/pack/types";
import { versionsOfPack } from "./families";
import { KindLabel } from "./kind-look";
import { PackBadges } from "./pack-badges";
import { packHref } from "./pack-card";
import { PackConstraintList } from "./pack-constraints";
import { PackContent } from "./pack-content";
import { PackLogo } from "./pack-logo";
import { PackReadme } from "./pack-readme";
import { UsePackMenu } from "./use-pack-menu";
import { usePack, usePackList } from "./use-packs";

/** One version of a pack: README, values, presets, requirements, content. */
export function PackPage({ digest }: { digest: string }) {
  const { id: projectId, slug } = useProject();
  const query = usePack(projectId, digest);
  const toList = <ButtonLink href={`/${slug}/packs`}>All packs</ButtonLink>;
  return (
    <QueryView
      query={query}
      skeleton={<SkeletonRows rows={8} label="Loading the pack" />}
      permission="packRegistry.get"
      notFound={<NotFoundState what="pack" action={toList} headingLevel={1} />}
    >
      {(pack) => <PackDetail pack={pack} />}
    </QueryView>
  );
}

function PackDetail({ pack }: { pack: Pack }) {
  const { slug } = useProject();
  return (
    <>
      <PageHeader
        breadcrumbs={
          <Breadcrumbs
            items={[{ label: "Packs", href: `/${slug}/packs` }, { label: pack.displayName }]}
          />
        }
        title={
          <span className="flex items-center gap-3">
            <PackLogo logo={pack.logo} kind={pack.layer} size="lg" />
            {pack.displayName}
          </span>
        }
        badges={<PackBadges pack={pack} />}
        description={pack.description}
        actions={
          <>
            <VersionSelect pack={pack} />
            <UsePackMenu pack={pack} />
          </>
        }
      />
      <PageBody>
        <div className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="min-w-0 space-y-5">
            <Panel title="README">
              <PackReadme text={pack.readme} />
            </Panel>
            <Panel title="Values" description="The default values of a new layer.">
              <CodeBlock title="values.yaml" code={pack.values === "" ? "# empty" : pack.values} />
            </Panel>
          </div>
          <Facts pack={pack} />
        </div>
      </PageBody>
    </>
  );
}

function VersionSelect({ pack }: { pack: Pack }) {
  const { id: projectId, slug } = useProject();
  const { query } = usePackList(projectId);
  const router = useRouter();
  const versions = versionsOfPack(query.data ?? [pack], pack);
  return (
    <Select
      aria-label="Version"
      className="w-40"
      mono
      value={pack.digest}
      onValueChange={(digest) => router.push(packHref(slug, digest))}
      options={versions.map(({ digest, version }, at) => ({
        value: digest,
        label: version,
        hint: at === 0 && versions.length > 1 ? "newest" : undefined,
      }))}
    />
  );
}

function Facts({ pack }: { pack: Pack }) {
  const hasNeeds = pack.constraints.dependencies.length + pack.constraints.resources.length > 0;
  return (
    <div className="min-w-0 space-y-5">
      <Panel title="About">
        <KeyValueList
          items={[
            { label: "Layer", value: <KindLabel kind={pack.layer} /> },
            { label: "Name", value: <code className="font-mono text-xs">{pack.name}</code> },
            { label: "Registry", value: pack.registry },
            { label: "Infrastructure", value: pack.cloudTypes.join(", ") || "None" },
            { label: "Digest", value: <Id value={pack.digest} keep={18} /> },
            ...(pack.docsURL
              ? [{ label: "Documentation", value: <TextLink href={pack.docsURL}>Open</TextLink> }]
              : []),
          ]}
        />
      </Panel>
      <Panel title="Content">
        <PackContent pack={pack} />
      </Panel>
      {pack.presets.length > 0 ? (
        <Panel title="Presets">
          <ul className="space-y-1 text-sm text-ink-muted">
            {pack.presets.map(({ name, group, displayName }) => (
              <li key={`${group}:${name}`}>
                <span className="text-ink">{displayName}</span>
                {group === name ? "" : ` · ${group}`}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {hasNeeds ? (
        <Panel title="Requirements">
          <PackConstraintList pack={pack} />
        </Panel>
      ) : null}
    </div>
  );
}
