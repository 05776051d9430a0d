"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { setUpInput } from "@/server/domain/tenancy/set-up";

type Values = z.infer<typeof setUpInput>;

const fields = [
  { name: "organisation", label: "Organisation", type: "text", autoComplete: "organization" },
  { name: "name", label: "Your name", type: "text", autoComplete: "name" },
  { name: "email", label: "Email", type: "email", autoComplete: "username" },
  { name: "password", label: "New password", type: "password", autoComplete: "new-password" },
] as const;

/** Names the organisation and its first administrator, and replaces the initial password. */
export function SetUpForm({ known, onDone }: { known: Partial<Values>; onDone: () => void }) {
  const trpc = useTRPC();
  const setUp = useMutation(trpc.session.setUp.mutationOptions({ onSuccess: onDone }));
  // Without default values here the form takes what stands in the fields, typed early or not.
  const form = useForm<Values>({ resolver: zodResolver(setUpInput) });
  const hydrated = useHydrated();
  const { errors } = form.formState;
  return (
    <form
      method="post"
      onSubmit={form.handleSubmit((values) => setUp.mutate(values))}
      noValidate
      className="flex flex-col gap-4"
    >
      {setUp.isError ? <Callout tone="danger">{apiErrorOf(setUp.error).message}</Callout> : null}
      {fields.map(({ name, label, type, autoComplete }) => (
        <Field
          key={name}
          label={label}
          error={errors[name]?.message}
          help={
            name === "password" ? "At least 10 characters. A passphrase works best." : undefined
          }
        >
          <Input
            size="lg"
            type={type}
            autoComplete={autoComplete}
            defaultValue={known[name]}
            {...form.register(name)}
          />
        </Field>
      ))}
      <Button
        variant="primary"
        size="lg"
        type="submit"
        disabled={!hydrated}
        loading={setUp.isPending || setUp.isSuccess}
      >
        Save and continue
      </Button>
    </form>
  );
}
