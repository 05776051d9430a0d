"use client";

import { Tooltip as Radix } from "radix-ui";
import type { FocusEvent, ReactNode } from "react";
import { movedByKeyboard } from "@/components/ui/focus-moves";

/**
 * A short explanation on hover and keyboard focus. Never the only place where something is said. Focus
 * that code moved opens none: it would cover a fresh dialog and take its first Escape.
 */
export function Tooltip({
  content,
  side = "top",
  children,
}: {
  content: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** One element that takes a ref and focus. */
  children: ReactNode;
}) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger
          asChild
          onFocus={(event: FocusEvent) => {
            if (!movedByKeyboard()) event.preventDefault();
          }}
        >
          {children}
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-60 max-w-72 animate-enter rounded-sm bg-ink px-2 py-1 text-xs text-canvas shadow-2"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
