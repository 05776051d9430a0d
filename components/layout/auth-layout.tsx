import type { ReactNode } from "react";
import { Mark } from "@/components/layout/logo";
import { ThemeSwitch } from "@/components/layout/theme-switch";

/** Sign-in and first-run set-up: one card, the mark, nothing else to do. */
export function AuthLayout({
  title,
  description,
  footer,
  children,
}: {
  title: string;
  description?: ReactNode;
  /** A quiet line below the card. */
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="relative isolate flex min-h-dvh flex-col overflow-hidden">
      <Strata />
      <div className="flex justify-end p-3">
        <ThemeSwitch />
      </div>
      <main className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-4 pb-24">
        <Mark className="mb-5 size-9" />
        <h1 className="text-2xl font-semibold tracking-[-0.015em]">{title}</h1>
        {description ? <p className="mt-1.5 text-base text-ink-muted">{description}</p> : null}
        <div className="mt-6 rounded-xl border border-line-strong bg-surface p-5 shadow-2 sm:p-6">
          {children}
        </div>
        {footer ? <div className="mt-4 text-xs text-ink-muted">{footer}</div> : null}
      </main>
    </div>
  );
}

/** Large quiet sheets behind the card, drawn from the mark's shape. */
function Strata() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 1200 800"
      preserveAspectRatio="xMidYMax slice"
      className="absolute inset-0 -z-10 size-full"
    >
      {[0, 1, 2, 3, 4].map((sheet) => (
        <path
          key={sheet}
          d={`M${560 - sheet * 26} ${330 + sheet * 104}h900l-420 300h-1500z`}
          className="fill-accent stroke-line-strong"
          fillOpacity={0.015 + sheet * 0.008}
          strokeOpacity={0.8}
        />
      ))}
    </svg>
  );
}
