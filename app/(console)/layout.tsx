import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentSession } from "@/server/api/page-caller";
import { ConsoleFrame } from "@/components/access/console-frame";
import { SessionProvider } from "@/components/access/session";
import { sidebarCookie } from "@/components/layout/sidebar-cookie";
import { ApiProvider } from "@/components/trpc/provider";
import { ServerClock } from "@/components/ui/use-now";

/** The frame of the signed-in pages. It decides nothing: each page asks for the session itself. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  // The page below redirects to the sign-in page with its own address.
  if (!session) return children;
  const collapsed = (await cookies()).get(sidebarCookie)?.value === "collapsed";
  return (
    <ApiProvider>
      <SessionProvider session={session}>
        <ServerClock now={Date.now()}>
          <ConsoleFrame defaultCollapsed={collapsed}>{children}</ConsoleFrame>
        </ServerClock>
      </SessionProvider>
    </ApiProvider>
  );
}
