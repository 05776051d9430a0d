import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { StateView } from "@/components/ui/state-view";

/** Something could not be loaded or done: what happened, what to do next, and the id for support. */
export function ErrorState({
  title = "This could not be loaded",
  message,
  next,
  requestId,
  retrying = false,
  onRetry,
  headingLevel,
  action,
  className,
}: {
  title?: string;
  message?: ReactNode;
  /** What the reader can do about it. */
  next?: ReactNode;
  requestId?: string;
  retrying?: boolean;
  onRetry?: () => void;
  headingLevel?: 1 | 2;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <StateView
      role="alert"
      tone="danger"
      icon={<CircleAlert />}
      title={title}
      headingLevel={headingLevel}
      className={className}
      actions={
        onRetry || action ? (
          <>
            {onRetry ? (
              <Button icon={<RotateCw />} loading={retrying} onClick={onRetry}>
                Try again
              </Button>
            ) : null}
            {action}
          </>
        ) : null
      }
      footer={
        requestId ? (
          <span className="inline-flex items-center gap-1">
            Request <code className="font-mono">{requestId}</code>
            <CopyButton text={requestId} label="Copy request id" />
          </span>
        ) : null
      }
    >
      {message ? <p>{message}</p> : null}
      {next ? <p className="mt-1">{next}</p> : null}
    </StateView>
  );
}
