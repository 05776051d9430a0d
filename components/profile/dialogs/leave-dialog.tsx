"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** Asks before a link or a command leads away from unsaved work. */
export function LeaveDialog({
  target,
  onStay,
  onConflict,
}: {
  target: string;
  onStay: () => void;
  onConflict: () => void;
}) {
  const { draft } = useBuilderContext();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const result = await draft.save();
    setBusy(false);
    onStay();
    if (result.saved) router.push(target);
    else if (result.conflict) onConflict();
  };
  const leave = () => {
    draft.store.discard();
    onStay();
    router.push(target);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onStay())}
      title="Leave without saving?"
      description="The draft has unsaved changes."
      size="sm"
      footer={
        <>
          <Button variant="danger-quiet" onClick={leave}>
            Discard and leave
          </Button>
          <Button onClick={onStay}>Stay</Button>
          <Button variant="primary" loading={busy} onClick={save}>
            Save and leave
          </Button>
        </>
      }
    />
  );
}
