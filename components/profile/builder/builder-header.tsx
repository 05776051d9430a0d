"use client";

import {
  CircleAlert,
  CircleDashed,
  GitCompare,
  Keyboard,
  MoreHorizontal,
  Redo2,
  Rocket,
  Save,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import { useProject } from "@/components/access/session";
import { problemsSign } from "@/components/profile/model/problem-words";
import { Badge } from "@/components/ui/badge";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button, ButtonLink } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Tooltip } from "@/components/ui/tooltip";
import { useBuilderContext } from "./builder-context";
import { SaveState } from "./save-state";
import { VersionMenu } from "./version-menu";

/** What the header can open. */
export type HeaderDialog = "publish" | "new-version" | "compare" | "shortcuts";

/** Which profile and version, its state, and what can be done with it. */
export function BuilderHeader({
  onOpen,
  onSave,
}: {
  onOpen: (dialog: HeaderDialog) => void;
  onSave: () => void;
}) {
  const { version, draft, readOnly, mayEdit } = useBuilderContext();
  const { slug } = useProject();
  const isDraft = version.state === "draft";
  // Unsaved text against a version published meanwhile is still edited until one has decided.
  const editing = draft.base.state === "draft";
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b bg-surface px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <Breadcrumbs items={[{ label: "Profiles", href: `/${slug}/profiles` }]} />
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1">
          <h1 className="min-w-0 truncate text-lg font-semibold tracking-[-0.01em] text-ink">
            {version.profile.name}
          </h1>
          <VersionMenu onNew={() => onOpen("new-version")} />
          <Badge tone={isDraft ? "warn" : "ok"}>{isDraft ? "Draft" : "Published"}</Badge>
          {mayEdit ? null : <Badge tone="outline">Read only</Badge>}
          {readOnly ? null : <SaveState />}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        {readOnly ? null : <UndoButtons />}
        <ProblemCount />
        <IconButton
          label="Keyboard shortcuts"
          icon={<Keyboard />}
          className="max-lg:hidden"
          onClick={() => onOpen("shortcuts")}
        />
        <DropdownMenu trigger={<IconButton label="More" icon={<MoreHorizontal />} />}>
          <MenuItem icon={<GitCompare />} onSelect={() => onOpen("compare")}>
            Compare versions…
          </MenuItem>
          <MenuItem icon={<Keyboard />} hint="?" onSelect={() => onOpen("shortcuts")}>
            Keyboard shortcuts
          </MenuItem>
        </DropdownMenu>
        {readOnly ? null : (
          <>
            <Button icon={<Save />} disabled={!draft.dirty} loading={draft.saving} onClick={onSave}>
              Save
            </Button>
            <PublishButton onPublish={() => onOpen("publish")} />
          </>
        )}
        {editing ? null : (
          <>
            {mayEdit ? <Button onClick={() => onOpen("new-version")}>New version…</Button> : null}
            <ButtonLink
              variant="primary"
              icon={<Rocket />}
              href={`/${slug}/clusters/new?profileVersion=${version.id}`}
            >
              Deploy
            </ButtonLink>
          </>
        )}
      </div>
    </header>
  );
}

/** Says what it would take back or do again. */
function UndoButtons() {
  const { store, undoLabel, redoLabel } = useBuilderContext().draft;
  const label = (act: string, what: string | null) => (what === null ? act : `${act}: ${what}`);
  return (
    <>
      <IconButton
        label={label("Undo", undoLabel)}
        icon={<Undo2 />}
        disabled={undoLabel === null}
        onClick={() => store.undo()}
      />
      <IconButton
        label={label("Redo", redoLabel)}
        icon={<Redo2 />}
        disabled={redoLabel === null}
        onClick={() => store.redo()}
      />
    </>
  );
}

/** Always there, so that the reason can be read; pressed only when nothing is wrong. */
function PublishButton({ onPublish }: { onPublish: () => void }) {
  const { draft, errorCount, layers, packsSettled, checked } = useBuilderContext();
  const errors = `${errorCount} error${errorCount === 1 ? "" : "s"}`;
  const reasons = [
    draft.theirs && "Resolve the conflict with the other version first.",
    layers.length === 0 && "Add layers first.",
    errorCount > 0 && `Fix ${errors} first. See Problems.`,
    !packsSettled && "Still loading packs.",
    !checked && "Still checking the profile.",
  ];
  const reason = reasons.find((one): one is string => typeof one === "string") ?? null;
  const button = (
    <Button
      variant="primary"
      aria-disabled={reason !== null || undefined}
      onClick={reason === null ? onPublish : undefined}
    >
      Publish
    </Button>
  );
  return reason === null ? button : <Tooltip content={reason}>{button}</Tooltip>;
}

/** How much is wrong or not chosen yet; leads to the list. */
function ProblemCount() {
  const { problems, showProblems } = useBuilderContext();
  const sign = problemsSign(problems);
  if (!sign) return null;
  const { icon: Icon, look } = signLooks[sign.tone];
  return (
    <button
      type="button"
      onClick={showProblems}
      className={cn(
        "inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs font-medium pointer-coarse:h-9",
        look,
      )}
    >
      <Icon aria-hidden="true" className="size-3.5" />
      {sign.words}
    </button>
  );
}

const signLooks = {
  neutral: { icon: CircleDashed, look: "bg-sunken text-ink-muted" },
  warn: { icon: TriangleAlert, look: "bg-warn-soft text-warn-text" },
  danger: { icon: CircleAlert, look: "bg-danger-soft text-danger-text" },
};
