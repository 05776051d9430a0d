import { ExternalLink } from "lucide-react";
import { Link } from "@/components/ui/link";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** A link in running text or in a table. An address that starts with http opens a new tab and says so. */
export function TextLink({
  href,
  quiet = false,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"a">, "href"> & {
  href: string;
  /** Ink instead of accent until hovered; for names in tables. */
  quiet?: boolean;
}) {
  const look = cn(
    "rounded-xs underline-offset-3 hover:underline",
    quiet ? "font-medium text-ink" : "text-accent-text underline decoration-accent/35",
    className,
  );
  if (!/^https?:/.test(href)) {
    return (
      <Link href={href} className={look} {...rest}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} target="_blank" rel="noreferrer" className={look} {...rest}>
      {children}
      <ExternalLink aria-hidden="true" className="ml-1 inline size-3 align-[-0.05em]" />
      <span className="sr-only"> (new tab)</span>
    </a>
  );
}
