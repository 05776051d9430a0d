"use client";

import { useId, useState, type FormEvent, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";

/**
 * Asks before something that can't be undone. List the effects by name and count in `children`;
 * give `typeName` only when data is lost. Stays open while `onConfirm` runs and shows its error.
 */
export function ConfirmDialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  confirmLabel,
  typeName,
  tone = "danger",
  onConfirm,
  children,
}: {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: string;
  description?: ReactNode;
  /** The verb and its object: "Delete cluster", never "OK". */
  confirmLabel: string;
  typeName?: string;
  tone?: "danger" | "primary";
  onConfirm: () => void | Promise<void>;
  children?: ReactNode;
}) {
  const formId = useId();
  const [ownOpen, setOwnOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const ready = typeName === undefined || typed.trim() === typeName;

  const setOpen = (next: boolean) => {
    if (busy) return;
    setTyped("");
    setError(undefined);
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  const close = () => {
    setTyped("");
    setOwnOpen(false);
    onOpenChange?.(false);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : "The request failed. Try again.");
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={open ?? ownOpen}
      onOpenChange={setOpen}
      trigger={trigger}
      title={title}
      description={description}
      size="md"
      footer={
        <>
          <OverlayClose>
            <Button disabled={busy}>Cancel</Button>
          </OverlayClose>
          <Button type="submit" form={formId} variant={tone} disabled={!ready} loading={busy}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {children}
        {typeName === undefined ? null : (
          <div className="flex flex-col gap-1.5">
            <label htmlFor={`${formId}-name`} className="text-sm text-ink-muted">
              Type <strong className="font-mono text-xs text-ink">{typeName}</strong> to confirm
            </label>
            <Input
              id={`${formId}-name`}
              mono
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
        )}
        {error ? (
          <p role="alert" className="text-sm text-danger-text">
            {error}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
