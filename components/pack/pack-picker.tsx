"use client";

import { useState } from "react";
import { QueryView } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { choosePhrases, type LayerKind, type PackSummary } from "@/server/domain/pack/types";
import {
  filterFamilies,
  type PackFamily,
  packFamilies,
  splitBySupport,
  versionIn,
} from "./families";
import { PackOptions } from "./pack-options";
import { PackPreview } from "./pack-preview";
import { PickerFilters } from "./picker-filters";
import { usePackList } from "./use-packs";

interface PackPickerProps {
  projectId: string;
  /** The kind it opens with. */
  kind: LayerKind;
  /** Kinds among which one may switch; with one there is no switch. */
  kinds: readonly LayerKind[];
  cloudType: string;
  /** The pack in use now, when it is to be replaced. */
  current?: { registry: string; name: string; digest: string };
  /** Digest of the pack to begin at. */
  at?: string;
  /** What is searched for at first. */
  search?: string;
  onPick: (pack: PackSummary) => Promise<void>;
  onClose: () => void;
}

/** Finds a pack and a version of it: list on the left, what it is on the right. */
export function PackPicker(props: PackPickerProps) {
  const { query } = usePackList(props.projectId);
  return (
    <QueryView
      query={query}
      skeleton={
        <Dialog open onOpenChange={props.onClose} title={titleOf(props)} size="xl">
          <SkeletonRows rows={6} label="Loading packs" />
        </Dialog>
      }
    >
      {(packs) => <Picker {...props} families={packFamilies(packs)} />}
    </QueryView>
  );
}

function titleOf({ kind, current }: PackPickerProps): string {
  return current ? `Replace ${current.name}` : choosePhrases[kind];
}

function Picker(props: PackPickerProps & { families: PackFamily[] }) {
  const { families, current, cloudType } = props;
  const [kind, setKind] = useState(props.kind);
  const [text, setText] = useState(props.search ?? "");
  const start = props.at ?? current?.digest;
  const first = families.find(({ versions }) => versions.some(({ digest }) => digest === start));
  const [active, setActive] = useState<string | null>(first?.key ?? null);
  const [digests, setDigests] = useState<Record<string, string>>(
    first && start ? { [first.key]: start } : {},
  );
  const [busy, setBusy] = useState(false);
  const { fit: shown, unfit } = splitBySupport(filterFamilies(families, { text, kind }), cloudType);
  const family = shown.find(({ key }) => key === active) ?? shown[0];
  const pack = family && versionIn(family, digests[family.key]);
  const isCurrent = pack !== undefined && pack.digest === current?.digest;
  const pick = async () => {
    if (!pack || busy || isCurrent) return;
    setBusy(true);
    try {
      await props.onPick(pack);
      props.onClose();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : props.onClose())}
      title={titleOf({ ...props, kind })}
      size="xl"
      footer={
        <>
          <OverlayClose>
            <Button>Cancel</Button>
          </OverlayClose>
          <Button variant="primary" disabled={!pack || isCurrent} loading={busy} onClick={pick}>
            {verbOf(pack, current)}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-4 pt-1 md:h-[52vh] md:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="flex min-h-0 flex-col gap-2">
          <PackOptions
            families={shown}
            unfit={unfit}
            versionOf={(one) => versionIn(one, digests[one.key]).version}
            active={family?.key ?? null}
            text={text}
            onText={setText}
            onActive={setActive}
            onEnter={pick}
            filters={<PickerFilters kinds={props.kinds} kind={kind} onKind={setKind} />}
          />
        </div>
        {family && pack ? (
          <PackPreview
            projectId={props.projectId}
            family={family}
            pack={pack}
            currentDigest={current?.digest}
            onVersion={(digest) => setDigests({ ...digests, [family.key]: digest })}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

function verbOf(pack: PackSummary | undefined, current: PackPickerProps["current"]): string {
  if (!pack) return "Add layer";
  if (!current) return `Add ${pack.name} ${pack.version}`;
  if (pack.digest === current.digest) return "In use";
  return `Replace with ${pack.name} ${pack.version}`;
}
