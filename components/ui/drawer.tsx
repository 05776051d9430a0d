"use client";

import { Dialog as Radix } from "radix-ui";
import { cn } from "@/components/ui/cn";
import {
  OverlayCross,
  OverlayFooter,
  OverlayHeader,
  type OverlayProps,
} from "@/components/ui/dialog";
import { escapeClearsSearch } from "@/components/ui/overlay-escape";
import { useReturnFocus } from "@/components/ui/use-return-focus";

const widths = { sm: "sm:w-96", md: "sm:w-[34rem]", lg: "sm:w-[52rem]", xl: "sm:w-[72rem]" };

/** A sheet from the side: an object's detail, or work that needs the page's context beside it. */
export function Drawer({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  side = "right",
  size = "md",
  children,
}: OverlayProps & { side?: "left" | "right"; size?: keyof typeof widths }) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-enter bg-scrim" />
        <Radix.Content
          {...focus}
          onEscapeKeyDown={escapeClearsSearch}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-y-0 z-50 flex w-full max-w-full flex-col border-line-strong bg-raised shadow-3",
            side === "right"
              ? "right-0 animate-slide-right sm:border-l"
              : "left-0 animate-slide-left sm:border-r",
            widths[size],
          )}
        >
          <OverlayHeader title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer ? <OverlayFooter>{footer}</OverlayFooter> : null}
          <OverlayCross />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
