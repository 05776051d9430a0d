"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { escapeClearsSearch } from "@/components/ui/overlay-escape";
import { useReturnFocus } from "@/components/ui/use-return-focus";

const widths = { sm: "sm:max-w-sm", md: "sm:max-w-lg", lg: "sm:max-w-2xl", xl: "sm:max-w-5xl" };

/** Open state and words that every overlay shares. Give `trigger`, or drive `open` yourself. */
export type OverlayProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: string;
  description?: ReactNode;
  /** Buttons, right-aligned; the main one last. */
  footer?: ReactNode;
  children?: ReactNode;
};

/** Asks for a short piece of work or shows detail without leaving the page. On phones it fills the bottom. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  size = "md",
  children,
}: OverlayProps & { size?: keyof typeof widths }) {
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
            "fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] animate-enter flex-col rounded-t-xl border border-line-strong bg-raised shadow-3",
            "sm:inset-x-4 sm:top-[12vh] sm:bottom-auto sm:mx-auto sm:max-h-[76vh] sm:rounded-xl",
            widths[size],
          )}
        >
          <OverlayHeader title={title} description={description} />
          {children ? <div className="min-h-0 overflow-y-auto px-5 pb-5">{children}</div> : null}
          {footer ? <OverlayFooter>{footer}</OverlayFooter> : null}
          <OverlayCross />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Title and one sentence. Shared by Dialog and Drawer. */
export function OverlayHeader({ title, description }: { title: string; description?: ReactNode }) {
  return (
    <div className="space-y-1 py-4 pr-14 pl-5">
      <Radix.Title className="text-lg font-semibold text-ink">{title}</Radix.Title>
      {description ? (
        <Radix.Description className="text-sm text-ink-muted">{description}</Radix.Description>
      ) : null}
    </div>
  );
}

/** The cross in the corner; last in the markup, so that opening focuses the content instead. */
export function OverlayCross() {
  return (
    <Radix.Close asChild>
      <IconButton label="Close" icon={<X />} size="sm" className="absolute top-3 right-3" />
    </Radix.Close>
  );
}

/** Buttons on a line of their own; stacked with the main one on top where it is narrow. */
export function OverlayFooter({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse gap-2 border-t px-5 py-3.5 sm:flex-row sm:justify-end">
      {children}
    </div>
  );
}

/** Wrap a button in it to close the dialog or drawer around it. */
export function OverlayClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
