"use client";

import { Dialog } from "@/components/ui/dialog";
import { Id } from "@/components/ui/id";
import { KeyValueList } from "@/components/ui/key-value-list";
import { useSession } from "@/components/access/session";

/** What is running here, for a report of a fault. */
export function AboutDialog({ onClose }: { onClose: () => void }) {
  const { tenant } = useSession();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title="About Lamina"
      description="Open, self-hosted Kubernetes management."
    >
      <KeyValueList
        items={[
          { label: "Version", value: <Id value={process.env.LAMINA_VERSION ?? "unknown"} /> },
          { label: "Organisation", value: tenant.name },
          { label: "Address", value: window.location.origin },
          { label: "License", value: "Apache-2.0" },
        ]}
      />
    </Dialog>
  );
}
