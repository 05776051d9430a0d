"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { SignInForm } from "@/components/access/sign-in-form";
import { useSession } from "@/components/access/session";
import { useTRPCClient } from "@/components/trpc/provider";
import { Dialog } from "@/components/ui/dialog";

/** Asks to sign in again over the page, which stays as it is: unsaved work survives. */
export function SignedOutDialog() {
  const [open, setOpen] = useState(false);
  const { user } = useSession();
  const api = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();

  useEffect(() => {
    const onSignedOut = () => setOpen(true);
    window.addEventListener("lamina:signed-out", onSignedOut);
    return () => window.removeEventListener("lamina:signed-out", onSignedOut);
  }, []);

  const goOn = async () => {
    const now = await api.session.get.query();
    // Another person must not see what the first one left on the page.
    if (now.user.id !== user.id) {
      window.location.assign("/");
      return;
    }
    setOpen(false);
    void queryClient.invalidateQueries();
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="sm"
      title="Your session has ended"
      description="Sign in again to continue. Nothing on this page is lost."
    >
      <SignInForm email={user.email} onSignedIn={goOn} />
    </Dialog>
  );
}
