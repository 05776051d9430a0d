"use client";

import { Layers } from "lucide-react";
import { useState } from "react";
import { useSampleLayers } from "@/components/profile/list/use-sample-layers";
import { addableKinds } from "@/components/profile/model/layers";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { choosePhrases } from "@/server/domain/pack/types";
import { useBuilderContext } from "./builder-context";

/** The builder before its first layer: where to begin. */
export function EmptyStack() {
  const { version, readOnly, openPicker, actions } = useBuilderContext();
  const [busy, setBusy] = useState(false);
  const sample = useSampleLayers();
  const { type } = version.profile;
  const first = addableKinds([], type)[0] ?? "addon";
  const fill = async () => {
    setBusy(true);
    const layers = await sample.load().finally(() => setBusy(false));
    actions.fill(layers);
  };
  return (
    <EmptyState
      icon={<Layers />}
      title={readOnly ? "This version has no layers" : "Start with the first layer"}
      className="my-auto"
      action={
        readOnly ? null : (
          <>
            <Button variant="primary" onClick={() => openPicker({ kind: first })}>
              {choosePhrases[first]}
            </Button>
            {type === "cluster" && sample.names.length > 0 ? (
              <Button loading={busy} onClick={fill}>
                Use the sample stack
              </Button>
            ) : null}
          </>
        )
      }
    >
      {type === "add-on"
        ? "Each add-on is one version of a pack with your values. Add as many as you like."
        : "Each layer is one version of a pack with your values. Start with the operating system, then Kubernetes, network and storage. Add-ons go on top."}
    </EmptyState>
  );
}
