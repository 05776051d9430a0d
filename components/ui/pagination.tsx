import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";

/** Range and neighbours of one page of a long list. Give links (state in the URL) or a handler. */
export function Pagination({
  page,
  pageSize,
  total,
  hrefFor,
  onPage,
}: {
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  hrefFor?: (page: number) => string;
  onPage?: (page: number) => void;
}) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const first = total === 0 ? 0 : (page - 1) * pageSize + 1;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-3 text-xs text-ink-muted"
    >
      <span>
        {first}–{Math.min(page * pageSize, total)} of {total}
      </span>
      <div className="flex gap-1.5">
        <Turn label="Previous" to={page - 1} off={page <= 1} hrefFor={hrefFor} onPage={onPage} />
        <Turn label="Next" to={page + 1} off={page >= last} hrefFor={hrefFor} onPage={onPage} />
      </div>
    </nav>
  );
}

function Turn({
  label,
  to,
  off,
  hrefFor,
  onPage,
}: {
  label: "Previous" | "Next";
  to: number;
  off: boolean;
  hrefFor?: (page: number) => string;
  onPage?: (page: number) => void;
}) {
  const icons = label === "Next" ? { iconEnd: <ChevronRight /> } : { icon: <ChevronLeft /> };
  if (hrefFor && !off) {
    return (
      <ButtonLink href={hrefFor(to)} size="sm" {...icons}>
        {label}
      </ButtonLink>
    );
  }
  return (
    <Button size="sm" disabled={off} onClick={() => onPage?.(to)} {...icons}>
      {label}
    </Button>
  );
}
