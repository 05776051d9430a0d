"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Scaling } from "lucide-react";
import { useId, useState, type FormEvent } from "react";
import { useCan, useProject } from "@/components/access/session";
import { useCluster } from "@/components/cluster/cluster-context";
import { useGo } from "@/components/layout/leave-guard";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { NumberStepper } from "@/components/ui/number-stepper";
import { RadioCards } from "@/components/ui/radio-cards";
import { poolSize, type Pool } from "@/server/domain/cluster/types";

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
  const go = useGo();
  const formId = useId();
  const queryClient = useQueryClient();
  const [size, setSize] = useState(pool.size);
  // What the person saw when the dialog opened: a change by somebody else in between is refused.
  const [generation] = useState(cluster.generation);
  const scale = useMutation(
    trpc.cluster.scalePool.mutationOptions({
      onSuccess: () => {
        onClose();
        go(`/${project.slug}/clusters/${cluster.id}/timeline`);
        void queryClient.invalidateQueries(trpc.cluster.pathFilter());
      },
      onError: () => void queryClient.invalidateQueries(trpc.cluster.pathFilter()),
    }),
  );
  const fault = poolSize.safeParse(size).error?.issues[0]?.message;
  const ready = fault === undefined && size !== pool.size && !scale.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) scale.mutate({ clusterId: cluster.id, pool: pool.name, size, generation });
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={`Scale ${pool.name}`}
      description={fault === undefined ? scaleText(pool.size, size) : "Enter the number of nodes."}
      footer={
        <>
          <OverlayClose>
            <Button>Cancel</Button>
          </OverlayClose>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={!ready}
            loading={scale.isPending}
          >
            {fault === undefined ? `Scale to ${size}` : "Scale"}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <MutationError title="Nothing was changed" error={scale.error} />
        {pool.role === "control-plane" ? (
          <ControlPlaneChoice size={size} onChange={setSize} />
        ) : (
          <Field
            label="Nodes"
            help="From 0 to 1000. Removed nodes are drained first."
            error={fault}
          >
            <NumberStepper min={0} max={1000} value={size} onValueChange={setSize} unit="nodes" />
          </Field>
        )}
      </form>
    </Dialog>
  );
}

function scaleText(from: number, to: number): string {
  const difference = Math.abs(to - from);
  const nodes = difference === 1 ? "1 simulated node" : `${difference} simulated nodes`;
  if (to > from) return `Adds ${nodes}.`;
  return to < from ? `Removes ${nodes}.` : "No change yet.";
}

function ControlPlaneChoice({ size, onChange }: { size: number; onChange: (n: number) => void }) {
  return (
    <RadioCards
      label="Control-plane nodes"
      value={String(size)}
      onValueChange={(value) => onChange(Number(value))}
      options={[
        { value: "1", title: "1 node", description: "As it is now." },
        {
          value: "3",
          title: "3 nodes",
          description: "Survives the loss of one. You cannot go back to 1.",
        },
      ]}
    />
  );
}
