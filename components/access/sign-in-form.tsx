"use client";

import { signIn } from "next-auth/react";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";

type Fault = { email?: string; password?: string; form?: string };

/** Email and password. What was typed stays when it was refused. */
export function SignInForm({
  email: knownEmail = "",
  onSignedIn,
}: {
  /** Filled in when a session ended: it was this person's. */
  email?: string;
  /** Called once the new session's cookie is set. */
  onSignedIn: () => void | Promise<void>;
}) {
  const [fault, setFault] = useState<Fault>({});
  const [busy, setBusy] = useState(false);

  const hydrated = useHydrated();

  // The fields are the browser's: text that was there before the page's code ran must not be lost.
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { email, password } = typedIn(event.currentTarget);
    const missing = missingOf(email, password);
    setFault(missing);
    if (missing.email || missing.password) return;
    setBusy(true);
    const problem = await trySignIn(email.trim(), password);
    if (problem === null) {
      await onSignedIn();
      return;
    }
    setFault({ form: problem });
    setBusy(false);
  };
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {fault.form ? <Callout tone="danger">{fault.form}</Callout> : null}
      <Field label="Email" error={fault.email}>
        <Input
          size="lg"
          type="email"
          name="email"
          autoComplete="username"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has nothing else to do
          autoFocus={knownEmail === ""}
          defaultValue={knownEmail}
        />
      </Field>
      <Field label="Password" error={fault.password}>
        <Input size="lg" type="password" name="password" autoComplete="current-password" />
      </Field>
      <Button variant="primary" size="lg" type="submit" disabled={!hydrated} loading={busy}>
        Sign in
      </Button>
    </form>
  );
}

function typedIn(form: HTMLFormElement): { email: string; password: string } {
  const data = new FormData(form);
  return { email: String(data.get("email") ?? ""), password: String(data.get("password") ?? "") };
}

function missingOf(email: string, password: string): Fault {
  return {
    ...(email.trim() === "" ? { email: "Enter your email address." } : {}),
    ...(password === "" ? { password: "Enter your password." } : {}),
  };
}

/** Null when it worked, else a sentence for the form. */
async function trySignIn(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    const wait = /^TooManyAttempts:(\d+)$/.exec(answer?.error ?? "")?.[1];
    if (wait) return `Too many failed attempts. Try again in ${Math.ceil(Number(wait) / 60)} min.`;
    if (answer?.error === "Busy")
      return "Too many people are signing in. Try again in a few seconds.";
    if (answer?.error === "CredentialsSignin") return "Incorrect email or password.";
    return "Sign-in failed because of a server error. Try again. The console's log has the details.";
  } catch {
    return "The console cannot be reached. Check that it is running, then try again.";
  }
}
