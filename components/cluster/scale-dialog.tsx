"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Scaling } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useProject } from "@/components/access/session";
import { useCluster } from "@/components/cluster/cluster-context";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { NumberStepper } from "@/components/ui/number-stepper";
import { RadioCards } from "@/components/ui/radio-cards";
import type { Pool } from "@/server/domain/cluster/types";

/** The button and dialog that change how many machines a pool has. */
export function ScaleDialog({ pool }: { pool: Pool }) {
  const cluster = useCluster();
  const [open, setOpen] = useState(false);
  const allowed = useCan("cluster.update", cluster.projectId);
  const atItsLargest = pool.role === "control-plane" && pool.size === 3;
  if (!allowed || atItsLargest || cluster.state === "Deleting") return null;
  return (
    <>
      <Button
        size="sm"
        icon={<Scaling />}
        aria-label={`Scale ${pool.name}`}
        onClick={() => setOpen(true)}
      >
        Scale
      </Button>
      {open ? <ScaleForm pool={pool} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ScaleForm({ pool, onClose }: { pool: Pool; onClose: () => void }) {
  const cluster = useCluster();
  const project = useProject();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [size, setSize] = useState(pool.size);
  // What the person saw when the dialog opened: a change by somebody else in between is refused.
  const [generation] = useState(cluster.generation);
  const scale = useMutation(
    trpc.cluster.scalePool.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.cluster.pathFilter());
        onClose();
        router.push(`/${project.slug}/clusters/${cluster.id}/timeline`);
      },
      onError: () => queryClient.invalidateQueries(trpc.cluster.pathFilter()),
    }),
  );
  const submit = () => scale.mutate({ clusterId: cluster.id, pool: pool.name, size, generation });
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={`Scale ${pool.name}`}
      description={scaleText(pool.size, size)}
      footer={
        <>
          <OverlayClose>
            <Button>Cancel</Button>
          </OverlayClose>
          <Button
            variant="primary"
            disabled={size === pool.size}
            loading={scale.isPending}
            onClick={submit}
          >
            Scale to {size}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <MutationError title="Nothing was changed" error={scale.error} />
        {pool.role === "control-plane" ? (
          <ControlPlaneChoice size={size} onChange={setSize} />
        ) : (
          <Field label="Nodes" help="From 0 to 1000. Nodes that go are emptied first.">
            <NumberStepper min={0} max={1000} value={size} onValueChange={setSize} unit="nodes" />
          </Field>
        )}
      </div>
    </Dialog>
  );
}

function scaleText(from: number, to: number): string {
  const difference = Math.abs(to - from);
  const nodes = difference === 1 ? "1 simulated node" : `${difference} simulated nodes`;
  if (to > from) return `Adds ${nodes}.`;
  return to < from ? `Removes ${nodes}.` : "Nothing changes yet.";
}

function ControlPlaneChoice({ size, onChange }: { size: number; onChange: (n: number) => void }) {
  return (
    <RadioCards
      label="Control-plane nodes"
      value={String(size)}
      onValueChange={(value) => onChange(Number(value))}
      options={[
        { value: "1", title: "1 node", description: "As it is." },
        {
          value: "3",
          title: "3 nodes",
          description: "Survives the loss of one. It cannot go back to 1.",
        },
      ]}
    />
  );
}
