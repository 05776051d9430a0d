"use client";

import { useState } from "react";
import { QueryView } from "@/components/trpc/query-view";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { ProfileChanges } from "@/components/profile/diff/profile-changes";
import { useVersionLayers } from "@/components/profile/diff/use-version-layers";
import { Drawer } from "@/components/ui/drawer";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";

/** This version beside any other of the profile, by meaning. */
export function CompareDrawer({ onClose }: { onClose: () => void }) {
  const { version, layers } = useBuilderContext();
  const others = version.profile.versions.filter(({ id }) => id !== version.id);
  const [base, setBase] = useState(others[0]?.id);
  const query = useVersionLayers(base);
  return (
    <Drawer
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Compare ${version.version}`}
      description="Comments and the order of keys are ignored."
      size="lg"
    >
      {base === undefined ? (
        <p className="text-sm text-ink-muted">This is the only version of the profile.</p>
      ) : (
        <div className="space-y-4">
          <Field label="With" className="max-w-64">
            <Select
              mono
              value={base}
              onValueChange={setBase}
              options={others.map((one) => ({
                value: one.id,
                label: one.version,
                hint: one.state,
              }))}
            />
          </Field>
          <QueryView query={query} skeleton={<SkeletonRows label="Loading the version" />}>
            {(before) => <ProfileChanges before={before} after={layers} />}
          </QueryView>
        </div>
      )}
    </Drawer>
  );
}
