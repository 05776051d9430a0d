"use client";

import { Trash2 } from "lucide-react";
import { Controller, useWatch } from "react-hook-form";
import { TaintsEditor } from "@/components/cluster/deploy/taints-editor";
import { sizeText } from "@/components/cluster/pool-facts";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { NumberStepper } from "@/components/ui/number-stepper";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { TagInput } from "@/components/ui/tag-input";
import { labelFault, labelsOf, labelTexts } from "./deploy-values";
import type { DeployForm } from "./use-deploy-form";

const sizes = (["small", "medium", "large"] as const).map((value) => ({
  value,
  label: `${value}: ${sizeText(value)}`,
}));

/** One worker pool: name, number, size, labels, taints. */
export function PoolEditor({
  form,
  index,
  onRemove,
}: {
  form: DeployForm;
  index: number;
  onRemove: () => void;
}) {
  const { control, register, formState } = form;
  const name = useWatch({ control, name: `pools.${index}.name` });
  const errors = formState.errors.pools?.[index];
  return (
    <Panel
      title={`Worker pool "${name}"`}
      actions={
        <IconButton size="sm" label={`Remove pool ${name}`} icon={<Trash2 />} onClick={onRemove} />
      }
    >
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
          <Field label="Pool name" error={errors?.name?.message}>
            <Input {...register(`pools.${index}.name`)} autoComplete="off" spellCheck={false} />
          </Field>
          <Controller
            control={control}
            name={`pools.${index}.size`}
            render={({ field }) => (
              <Field label="Nodes" error={errors?.size?.message}>
                <NumberStepper
                  min={0}
                  max={1000}
                  value={field.value}
                  onValueChange={field.onChange}
                  unit="nodes"
                />
              </Field>
            )}
          />
          <Controller
            control={control}
            name={`pools.${index}.machineSize`}
            render={({ field }) => (
              <Field label="Machine size" error={errors?.machineSize?.message}>
                <Select value={field.value} onValueChange={field.onChange} options={sizes} />
              </Field>
            )}
          />
        </div>
        <Controller
          control={control}
          name={`pools.${index}.labels`}
          render={({ field }) => (
            <Field
              label="Labels"
              optional
              help="Set on every node of the pool. Press Enter or comma to add one."
            >
              <TagInput
                value={labelTexts(field.value)}
                onValueChange={(texts) => field.onChange(labelsOf(texts))}
                validate={labelFault}
              />
            </Field>
          )}
        />
        <TaintsEditor form={form} pool={index} />
      </div>
    </Panel>
  );
}
