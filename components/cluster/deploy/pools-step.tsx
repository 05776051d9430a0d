"use client";

import { Plus } from "lucide-react";
import { useFieldArray, useWatch } from "react-hook-form";
import { CapacityNote, type useCapacity } from "@/components/cluster/deploy/capacity-note";
import { PoolEditor } from "@/components/cluster/deploy/pool-editor";
import { Button } from "@/components/ui/button";
import { Field, FieldError } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { RadioCards } from "@/components/ui/radio-cards";
import { nextPool } from "./deploy-values";
import type { DeployForm } from "./use-deploy-form";

/** Second step: the cluster's name and its machines. */
export function PoolsStep({
  form,
  nameTaken,
  capacity,
}: {
  form: DeployForm;
  nameTaken: boolean;
  capacity: ReturnType<typeof useCapacity>;
}) {
  const { control, register, formState, setValue } = form;
  const { fields, append, remove } = useFieldArray({ control, name: "pools" });
  const pools = useWatch({ control, name: "pools" });
  const taken = nameTaken
    ? "This name is already in use in this project. Choose another name."
    : undefined;
  const poolsError = formState.errors.pools?.root?.message ?? formState.errors.pools?.message;
  return (
    <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="flex flex-col gap-5">
        <Panel title="Name">
          <Field
            label="Cluster name"
            help="Lowercase letters, digits and hyphens. It cannot be changed later."
            error={formState.errors.name?.message ?? taken}
          >
            <Input
              {...register("name")}
              autoComplete="off"
              spellCheck={false}
              className="max-w-sm"
            />
          </Field>
        </Panel>
        {fields.map((field, index) =>
          field.role === "control-plane" ? (
            <Panel key={field.id} title="Control plane">
              <RadioCards
                label="Control-plane nodes"
                value={String(pools[index]?.size ?? 1)}
                onValueChange={(value) =>
                  setValue(`pools.${index}.size`, Number(value), {
                    shouldValidate: true,
                    shouldDirty: true,
                  })
                }
                options={[
                  {
                    value: "1",
                    title: "1 node",
                    description: "Fast and small. Good for trying things out.",
                  },
                  {
                    value: "3",
                    title: "3 nodes",
                    description:
                      "etcd keeps its quorum when one node is lost. About three times the memory.",
                  },
                ]}
              />
            </Panel>
          ) : (
            <PoolEditor key={field.id} form={form} index={index} onRemove={() => remove(index)} />
          ),
        )}
        {poolsError ? <FieldError>{poolsError}</FieldError> : null}
        <div>
          <Button
            icon={<Plus />}
            disabled={fields.length >= 20}
            onClick={() => append(nextPool(form.getValues("pools")))}
          >
            Add a worker pool
          </Button>
        </div>
      </div>
      <div className="xl:sticky xl:top-16">
        <CapacityNote capacity={capacity} />
      </div>
    </div>
  );
}
