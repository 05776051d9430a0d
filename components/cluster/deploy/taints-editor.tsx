"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Controller, useFieldArray, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { DeployForm } from "./use-deploy-form";

const effects = [
  { value: "NoSchedule", label: "NoSchedule" },
  { value: "PreferNoSchedule", label: "PreferNoSchedule" },
  { value: "NoExecute", label: "NoExecute" },
] as const;

/** The taints of a pool: only pods that tolerate them come there. */
export function TaintsEditor({ form, pool }: { form: DeployForm; pool: number }) {
  const { control, register, formState } = form;
  const { fields, append, remove } = useFieldArray({ control, name: `pools.${pool}.taints` });
  const taints = useWatch({ control, name: `pools.${pool}.taints` });
  // A row that was just added is no mistake yet: its empty key is one once it was left, or Next was tried.
  const { submitCount, touchedFields } = formState;
  const [addedAfter, setAddedAfter] = useState(submitCount);
  // Whether a taint is there twice follows from the others, so a change judges them all.
  const deps = `pools.${pool}.taints` as const;
  return (
    <fieldset className="flex flex-col gap-2 max-sm:gap-4">
      <legend className="mb-1.5 text-sm font-medium text-ink">
        Taints <span className="font-normal text-ink-faint">(optional)</span>
      </legend>
      {fields.map((field, index) => {
        const errors = formState.errors.pools?.[pool]?.taints?.[index];
        const touched = touchedFields.pools?.[pool]?.taints?.[index]?.key ?? false;
        const judged = touched || Boolean(taints?.[index]?.key) || submitCount > addedAfter;
        return (
          <div
            key={field.id}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_12rem_auto]"
          >
            <Field
              label={`Key of taint ${index + 1}`}
              labelHidden
              error={judged ? errors?.key?.message : undefined}
            >
              <Input
                mono
                placeholder="key"
                {...register(`pools.${pool}.taints.${index}.key`, { deps })}
              />
            </Field>
            <Field
              className="max-sm:row-start-2"
              label={`Value of taint ${index + 1}`}
              labelHidden
              error={errors?.value?.message}
            >
              <Input
                mono
                placeholder="value"
                {...register(`pools.${pool}.taints.${index}.value`)}
              />
            </Field>
            <Controller
              control={control}
              name={`pools.${pool}.taints.${index}.effect`}
              rules={{ deps }}
              render={({ field: effect }) => (
                <Select
                  className="max-sm:row-start-3"
                  aria-label={`Effect of taint ${index + 1}`}
                  value={effect.value}
                  onValueChange={effect.onChange}
                  options={effects}
                />
              )}
            />
            <IconButton
              label={`Remove taint ${index + 1}`}
              icon={<X />}
              className="max-sm:col-start-2 max-sm:row-start-1"
              onClick={() => remove(index)}
            />
          </div>
        );
      })}
      <div>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          disabled={fields.length >= 20}
          onClick={() => {
            setAddedAfter(submitCount);
            append({ key: "", value: "", effect: "NoSchedule" });
          }}
        >
          Add a taint
        </Button>
      </div>
    </fieldset>
  );
}
