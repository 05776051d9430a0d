"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { useLeaveGuard } from "@/components/layout/leave-guard";
import { PackPicker } from "@/components/pack/pack-picker";
import { CompareDrawer } from "@/components/profile/dialogs/compare-drawer";
import { ConflictDialog } from "@/components/profile/dialogs/conflict-dialog";
import { LeaveDialog } from "@/components/profile/dialogs/leave-dialog";
import { NewVersionDialog } from "@/components/profile/dialogs/new-version-dialog";
import { PublishDialog } from "@/components/profile/dialogs/publish-dialog";
import { ShortcutsDialog } from "@/components/profile/dialogs/shortcuts-dialog";
import { Inspector } from "@/components/profile/inspector/inspector";
import { addableKinds } from "@/components/profile/model/layers";
import { LayerStack } from "@/components/profile/stack/layer-stack";
import { Dock } from "@/components/profile/summary/dock";
import { cn } from "@/components/ui/cn";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { BuilderProvider, useBuilderContext } from "./builder-context";
import { BuilderHeader, type HeaderDialog } from "./builder-header";
import { Notices } from "./notices";
import { useBuilder } from "./use-builder";

/** The builder of one version: the stack, the selected layer, the check. */
export function Workspace({ version }: { version: ProfileVersionView }) {
  const builder = useBuilder(version);
  const [dialog, setDialog] = useState<HeaderDialog | "conflict" | null>(null);
  const guard = useLeaveGuard(builder.draft.dirty);
  const close = () => setDialog(null);
  const conflict = () => setDialog("conflict");
  const save = async () => {
    const result = await builder.draft.save();
    if (!result.saved && result.conflict) conflict();
  };
  useGlobalKeys({
    save: builder.readOnly ? null : save,
    history: builder.draft.store,
    help: () => setDialog("shortcuts"),
  });
  const { selected } = builder;
  return (
    <BuilderProvider builder={builder}>
      <div data-fills-window className="flex flex-col lg:h-full">
        <BuilderHeader onOpen={setDialog} onSave={save} />
        <Notices onConflict={conflict} />
        <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
          <div
            className={cn(
              "shrink-0 bg-canvas lg:w-88 lg:overflow-y-auto lg:border-r 2xl:w-100",
              selected && "max-lg:hidden",
            )}
          >
            <LayerStack />
          </div>
          <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
            {selected ? <Inspector layer={selected} /> : null}
            <Dock fill={!selected} />
          </div>
        </div>
        <output className="sr-only" aria-live="polite">
          {builder.announcement}
        </output>
      </div>
      <Picker />
      {dialog === "publish" ? <PublishDialog onClose={close} onStale={conflict} /> : null}
      {dialog === "new-version" ? <NewVersionDialog onClose={close} onStale={conflict} /> : null}
      {dialog === "compare" ? <CompareDrawer onClose={close} /> : null}
      {dialog === "shortcuts" ? <ShortcutsDialog onClose={close} /> : null}
      {dialog === "conflict" ? <ConflictDialog onClose={close} /> : null}
      {guard.target ? (
        <LeaveDialog target={guard.target} onStay={guard.stay} onConflict={conflict} />
      ) : null}
    </BuilderProvider>
  );
}

function Picker() {
  const { picker, openPicker, layers, version, projectId, actions, readOnly } = useBuilderContext();
  if (!picker || readOnly) return null;
  const { kind, replaceId, at, search } = picker;
  const replaced = layers.find(
    (layer) => layer.id === replaceId || (kind !== "addon" && layer.kind === kind),
  );
  // A pack for a place that is taken takes that place.
  const addable = addableKinds(layers, version.profile.type);
  return (
    <PackPicker
      key={`${kind}-${replaceId ?? ""}`}
      projectId={projectId}
      kind={kind}
      kinds={replaced || !addable.includes(kind) ? [kind] : addable}
      cloudType={version.profile.cloudType}
      current={replaced?.pack}
      at={at}
      search={search}
      onPick={({ digest }) =>
        replaced ? actions.replace(replaced.id, digest) : actions.add(digest)
      }
      onClose={() => openPicker(null)}
    />
  );
}

/** Ctrl-S wherever the focus is; undo, redo and ? where they mean nothing in a text of their own. */
function useGlobalKeys({
  save,
  history,
  help,
}: {
  save: (() => Promise<void>) | null;
  history: { undo(): void; redo(): void };
  help: () => void;
}) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    const key = event.key.toLowerCase();
    const isControl = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (isControl && key === "s" && save) {
      event.preventDefault();
      void save();
    }
    const isText =
      target instanceof HTMLElement &&
      target.closest("input, textarea, [contenteditable], .monaco-editor, [role=dialog]");
    if (isText || event.defaultPrevented) return;
    if (isControl && (key === "z" || key === "y")) {
      event.preventDefault();
      if (key === "y" || event.shiftKey) history.redo();
      else history.undo();
    }
    if (event.key === "?") help();
  });
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
