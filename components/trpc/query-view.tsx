"use client";

import type { ReactNode } from "react";
import { apiErrorOf } from "@/components/trpc/api-error";
import { Callout } from "@/components/ui/callout";
import { ErrorState } from "@/components/ui/error-state";
import { ForbiddenState } from "@/components/ui/forbidden-state";
import { NotFoundState } from "@/components/ui/not-found-state";
import type { Permission } from "@/server/domain/access/permissions";

/** What this needs of a query's result. */
export interface ViewedQuery<T> {
  data: T | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

/** Draws a query's states: skeleton, error with retry, forbidden, not found, and its data. */
export function QueryView<T>({
  query,
  skeleton,
  permission,
  notFound,
  children,
}: {
  query: ViewedQuery<T>;
  skeleton: ReactNode;
  /** Named when it is missing. */
  permission?: Permission;
  notFound?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  // What was loaded once stays when a later load fails: the frame says that it is old.
  if (query.data !== undefined && !isGone(query.error)) return children(query.data);
  if (!query.error) return skeleton;
  const error = apiErrorOf(query.error);
  if (error.code === "FORBIDDEN") return <ForbiddenState permission={permission} />;
  if (error.code === "NOT_FOUND") return notFound ?? <NotFoundState />;
  // The query of an object was refused as such: what stands in the address is no id at all.
  if (error.code === "BAD_REQUEST" && notFound) return notFound;
  return (
    <ErrorState
      title={titles[error.code]}
      message={error.message}
      requestId={error.requestId ?? undefined}
      retrying={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  );
}

const isGone = (error: unknown) => error !== null && apiErrorOf(error).code === "NOT_FOUND";

const titles: Record<string, string> = {
  OFFLINE: "The console cannot be reached",
  UNAUTHORIZED: "Your session has ended",
};

/** Why a change was refused, at the place where it was asked for. */
export function MutationError({ error, title }: { error: unknown; title?: string }) {
  if (!error) return null;
  const { message, requestId, code } = apiErrorOf(error);
  return (
    <Callout tone="danger" title={title}>
      {message}
      {code === "INTERNAL_SERVER_ERROR" && requestId ? (
        <span className="block font-mono text-xs">{requestId}</span>
      ) : null}
    </Callout>
  );
}
