"use client";

import { signOut } from "next-auth/react";

/** Ends the session on the server and in the browser; the full load empties every cache. */
export async function leave(): Promise<void> {
  await signOut({ redirect: false });
  window.location.assign("/sign-in");
}
