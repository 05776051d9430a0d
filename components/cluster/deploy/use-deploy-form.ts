"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect } from "react";
import { useForm, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { createClusterInput } from "@/server/domain/cluster/types";
import { defaultPools, type DeployValues } from "./deploy-values";

export type DeployForm = UseFormReturn<DeployValues, unknown, z.output<typeof createClusterInput>>;

/** What a reload keeps. Unfinished values are kept as well, so only the shape is checked. */
const kept = z.object({
  name: z.string(),
  pools: z
    .array(
      z.looseObject({
        name: z.string(),
        role: z.enum(["control-plane", "worker"]),
        // A size that was no number is kept as null.
        size: z.number().catch(Number.NaN),
      }),
    )
    .min(1),
});

const storageKey = (projectId: string) => `lamina:deploy:${projectId}`;

/** The wizard's form; what was typed survives a reload of the tab. */
export function useDeployForm(projectId: string, profileVersionId: string): DeployForm {
  const form: DeployForm = useForm({
    resolver: zodResolver(createClusterInput),
    mode: "onChange",
    defaultValues: { projectId, profileVersionId, name: "", pools: defaultPools() },
  });
  useEffect(() => {
    const before = readKept(projectId);
    if (before) form.reset({ ...form.getValues(), ...before }, { keepDefaultValues: true });
    return form.subscribe({
      formState: { values: true },
      callback: ({ values: { name, pools } }) => {
        sessionStorage.setItem(storageKey(projectId), JSON.stringify({ name, pools }));
      },
    });
  }, [form, projectId]);
  useEffect(() => {
    form.setValue("profileVersionId", profileVersionId);
  }, [form, profileVersionId]);
  return form;
}

/** Called after the deploy: the next one begins afresh. */
export function forgetDeploy(projectId: string): void {
  sessionStorage.removeItem(storageKey(projectId));
}

function readKept(projectId: string): Pick<DeployValues, "name" | "pools"> | null {
  try {
    const text = sessionStorage.getItem(storageKey(projectId));
    const parsed = kept.safeParse(JSON.parse(text ?? "null"));
    // The form's own resolver says what is wrong with a value.
    return parsed.success ? (parsed.data as Pick<DeployValues, "name" | "pools">) : null;
  } catch {
    return null;
  }
}
