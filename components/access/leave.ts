"use client";

import { signOut } from "next-auth/react";
import { toast } from "@/components/ui/toast";

/**
 * Ends the session on the server and in the browser; the full load empties every cache. While the server
 * cannot be reached the page stays, and says so.
 */
export async function leave(): Promise<void> {
  try {
    await signOut({ redirect: false });
  } catch {
    toast.error("You are still signed in", { description: "The console cannot be reached." });
    return;
  }
  window.location.assign("/sign-in");
}
