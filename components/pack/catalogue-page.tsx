"use client";

import { useAddressQuery } from "@/components/ui/use-address-query";
import { Package, SearchX } from "lucide-react";
import { useProject } from "@/components/access/session";
import { QueryView } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Toolbar } from "@/components/ui/toolbar";
import { layerKinds, layerKindTitles, type PackSummary } from "@/server/domain/pack/types";
import {
  type CatalogueParams,
  readCatalogueParams,
  writeCatalogueParams,
} from "./catalogue-params";
import { filterFamilies, type PackFamily, packFamilies } from "./families";
import { KindIcon } from "./kind-look";
import { PackCard } from "./pack-card";
import { usePackList } from "./use-packs";

/** Every pack of the project's registries, by kind of layer. */
export function CataloguePage() {
  const { id: projectId } = useProject();
  const { query } = usePackList(projectId);
  return (
    <>
      <PageHeader
        title="Packs"
        description="The building blocks of profiles. Each layer of a profile is one version of a pack with your values."
      />
      <PageBody>
        <QueryView query={query} skeleton={<CardSkeletons />} permission="packRegistry.list">
          {(packs) => <Catalogue packs={packs} />}
        </QueryView>
      </PageBody>
    </>
  );
}

function Catalogue({ packs }: { packs: readonly PackSummary[] }) {
  const [query, write] = useAddressQuery();
  const params = readCatalogueParams(new URLSearchParams(query));
  const set = (change: Partial<CatalogueParams>) =>
    write(writeCatalogueParams({ ...params, ...change }));
  if (packs.length === 0) {
    return (
      <EmptyState icon={<Package />} title="No packs yet">
        Packs are included with Lamina and loaded when the console starts. If this page stays empty,
        check the System page.
      </EmptyState>
    );
  }
  const shown = filterFamilies(packFamilies(packs), { text: params.q, ...params });
  return (
    <>
      <Filters params={params} set={set} />
      {shown.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title="No matching packs"
          action={
            <Button onClick={() => set({ q: "", kind: null, availability: null })}>
              Clear filters
            </Button>
          }
        />
      ) : (
        <Groups families={shown} />
      )}
    </>
  );
}

function Filters({
  params,
  set,
}: {
  params: CatalogueParams;
  set: (change: Partial<CatalogueParams>) => void;
}) {
  return (
    <Toolbar>
      <SearchInput label="Search packs" value={params.q} onValueChange={(q) => set({ q })} />
      <Select
        aria-label="Layer"
        className="w-44"
        value={params.kind ?? "any"}
        onValueChange={(value) => set({ kind: layerKinds.find((one) => one === value) ?? null })}
        options={[
          { value: "any", label: "All layers" },
          ...layerKinds.map((kind) => ({ value: kind, label: layerKindTitles[kind] })),
        ]}
      />
      <Select
        aria-label="Availability"
        className="w-44"
        value={params.availability ?? "any"}
        onValueChange={(value) => set({ availability: value === "any" ? null : value })}
        options={[
          { value: "any", label: "Any availability" },
          { value: "bundled", label: "Bundled" },
          { value: "needs-internet", label: "Needs internet" },
        ]}
      />
    </Toolbar>
  );
}

function Groups({ families }: { families: readonly PackFamily[] }) {
  const { slug } = useProject();
  return layerKinds.map((kind) => {
    const own = families.filter(({ newest }) => newest.layer === kind);
    if (own.length === 0) return null;
    const title = kind === "addon" ? "Add-ons" : layerKindTitles[kind];
    return (
      <section key={kind} aria-label={title} className="space-y-2.5">
        <h2 className="flex items-center gap-2 text-sm font-semibold text-ink">
          <KindIcon kind={kind} />
          {title}
          <span className="font-normal text-ink-faint">{own.length}</span>
        </h2>
        <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3 2xl:grid-cols-4">
          {own.map((family) => (
            <PackCard key={family.key} family={family} slug={slug} />
          ))}
        </ul>
      </section>
    );
  });
}

function CardSkeletons() {
  return (
    <output className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3">
      <span className="sr-only">Loading packs</span>
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <Skeleton key={key} className="h-28 rounded-lg" />
      ))}
    </output>
  );
}
