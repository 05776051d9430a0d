"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useSession } from "@/components/access/session";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { changePasswordInput } from "@/server/domain/tenancy/set-up";

type Values = z.infer<typeof changePasswordInput>;

/** Asks for the current and the new password. */
export function ChangePasswordDialog({ onClose }: { onClose: () => void }) {
  const { user } = useSession();
  const trpc = useTRPC();
  const router = useRouter();
  const formId = useId();
  const form = useForm<Values>({
    resolver: zodResolver(changePasswordInput),
    defaultValues: { current: "", password: "" },
  });
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      onSuccess: () => {
        onClose();
        toast.success("Password changed", { description: "Your other sessions were signed out." });
        router.refresh();
      },
      onError: (error) => {
        const { current } = apiErrorOf(error).fields;
        if (current) form.setError("current", { message: current }, { shouldFocus: true });
      },
    }),
  );
  const { errors } = form.formState;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title="Change password"
      description="Your other sessions will be signed out."
      footer={
        <>
          <OverlayClose>
            <Button>Cancel</Button>
          </OverlayClose>
          <Button type="submit" form={formId} variant="primary" loading={change.isPending}>
            Change password
          </Button>
        </>
      }
    >
      <form
        id={formId}
        method="post"
        noValidate
        onSubmit={form.handleSubmit((values) => change.mutate(values))}
        className="flex flex-col gap-4"
      >
        {change.error && !errors.current ? <MutationError error={change.error} /> : null}
        {/* Password managers store the new password under this name. */}
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <Field label="Current password" error={errors.current?.message}>
          <Input type="password" autoComplete="current-password" {...form.register("current")} />
        </Field>
        <Field
          label="New password"
          help="At least 10 characters. A passphrase works best."
          error={errors.password?.message}
        >
          <Input type="password" autoComplete="new-password" {...form.register("password")} />
        </Field>
      </form>
    </Dialog>
  );
}
