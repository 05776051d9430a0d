"use client";

import NextLink from "next/link";
import type { ComponentProps } from "react";
import { LinkPending } from "@/components/ui/pending-navigation";

/** Next's link; while its page is on the way, menu, tabs and the line across the top show it. */
export function Link({
  href,
  children,
  ...rest
}: Omit<ComponentProps<typeof NextLink>, "href"> & { href: string }) {
  return (
    <NextLink href={href} {...rest}>
      {children}
      <LinkPending href={href} />
    </NextLink>
  );
}
