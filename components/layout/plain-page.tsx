import { Link } from "@/components/ui/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/layout/logo";

/** A page outside the shell with one thing to say: not found, failed. */
export function PlainPage({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 items-center px-4">
        <Link href="/" aria-label="Lamina, home" className="rounded-sm">
          <Logo />
        </Link>
      </header>
      <main className="grid flex-1 place-items-center pb-24">{children}</main>
    </div>
  );
}
