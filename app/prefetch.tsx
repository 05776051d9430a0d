import "server-only";
import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  type FetchQueryOptions,
} from "@tanstack/react-query";
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { Suspense, type ReactNode } from "react";
import { PageSkeleton } from "@/components/layout/page-skeleton";
import { pageContext } from "@/server/api/page-caller";
import { appRouter, type AppRouter } from "@/server/api/root";

/** Puts one query's answer into what the page hands to the browser. */
type Fill = <T, E, D, K extends readonly unknown[]>(
  options: FetchQueryOptions<T, E, D, K>,
) => Promise<void>;

interface PrefetchProps {
  queries: (trpc: TRPCOptionsProxy<AppRouter>, fill: Fill) => Promise<void>[];
  children: ReactNode;
}

/**
 * Asks the API while the page is drawn on the server, so that the browser starts with the answers.
 * A query that fails is simply asked again by the browser, which shows its error. The first page of a tab
 * shows the frame and a skeleton meanwhile; from then on the page before stays until the next is there.
 */
export async function Prefetched({
  skeleton = <PageSkeleton />,
  ...rest
}: PrefetchProps & { skeleton?: ReactNode }) {
  const filled = <Filled {...rest} />;
  const isFirstPage = (await headers()).get("accept")?.includes("text/html") ?? false;
  return isFirstPage ? <Suspense fallback={skeleton}>{filled}</Suspense> : filled;
}

async function Filled({ queries, children }: PrefetchProps) {
  const queryClient = new QueryClient();
  const ctx = await pageContext();
  const trpc = createTRPCOptionsProxy<AppRouter>({ router: appRouter, ctx, queryClient });
  await Promise.all(queries(trpc, (options) => queryClient.prefetchQuery(options)));
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
