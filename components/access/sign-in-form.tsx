"use client";

import { signIn } from "next-auth/react";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Fault = { email?: string; password?: string; form?: string };

/** E-mail and password. What was typed stays when it was refused. */
export function SignInForm({
  email: knownEmail = "",
  onSignedIn,
}: {
  /** Filled in when a session ended: it was this person's. */
  email?: string;
  /** Called once the new session's cookie is set. */
  onSignedIn: () => void | Promise<void>;
}) {
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<Fault>({});
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
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
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {fault.form ? <Callout tone="danger">{fault.form}</Callout> : null}
      <Field label="E-mail" error={fault.email}>
        <Input
          size="lg"
          type="email"
          name="email"
          autoComplete="username"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has nothing else to do
          autoFocus={knownEmail === ""}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label="Password" error={fault.password}>
        <Input
          size="lg"
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button variant="primary" size="lg" type="submit" loading={busy}>
        Sign in
      </Button>
    </form>
  );
}

function missingOf(email: string, password: string): Fault {
  return {
    ...(email.trim() === "" ? { email: "Write your e-mail address." } : {}),
    ...(password === "" ? { password: "Write your password." } : {}),
  };
}

/** Null when it worked, else a sentence for the form. */
async function trySignIn(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    const wait = /^TooManyAttempts:(\d+)$/.exec(answer?.error ?? "")?.[1];
    if (wait) return `Too many wrong passwords. Try again in ${Math.ceil(Number(wait) / 60)} min.`;
    if (answer?.error === "CredentialsSignin") return "E-mail or password is not right.";
    return "Signing in failed on the console's side. Try again; its log has the details.";
  } catch {
    return "The console cannot be reached. Check that it runs, then try again.";
  }
}
