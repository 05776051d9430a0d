import { notFound } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** How the card of the sign-in pages looks. Not in production. */
export default function SignInLook() {
  if (process.env.NODE_ENV === "production") notFound();
  return (
    <AuthLayout
      title="Sign in to Lamina"
      description="Use the account your administrator gave you."
      footer="First start? The address and the first password are printed in the terminal."
    >
      <form className="flex flex-col gap-4">
        <Field label="Email">
          <Input size="lg" type="email" autoComplete="username" />
        </Field>
        <Field label="Password">
          <Input size="lg" type="password" autoComplete="current-password" />
        </Field>
        <Button variant="primary" size="lg" type="submit">
          Sign in
        </Button>
      </form>
    </AuthLayout>
  );
}
