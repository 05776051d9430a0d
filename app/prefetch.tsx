import "server-only";
import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  type FetchQueryOptions,
} from "@tanstack/react-query";
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { apiContext } from "@/server/api/handler";
import { appRouter, type AppRouter } from "@/server/api/root";

/** Puts one query's answer into what the page hands to the browser. */
type Fill = <T, E, D, K extends readonly unknown[]>(
  options: FetchQueryOptions<T, E, D, K>,
) => Promise<void>;

/**
 * Asks the API while the page is drawn on the server, so that the browser starts with the answers.
 * A query that fails is simply asked again by the browser, which shows its error.
 */
export async function Prefetched({
  queries,
  children,
}: {
  queries: (trpc: TRPCOptionsProxy<AppRouter>, fill: Fill) => Promise<void>[];
  children: ReactNode;
}) {
  const queryClient = new QueryClient();
  const cookie = (await headers()).get("cookie");
  const ctx = await apiContext(cookie);
  const trpc = createTRPCOptionsProxy<AppRouter>({ router: appRouter, ctx, queryClient });
  await Promise.all(queries(trpc, (options) => queryClient.prefetchQuery(options)));
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
