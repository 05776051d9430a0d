"use client";

import { useState, type ReactNode } from "react";
import { useAccountMenu } from "@/components/access/account-menu";
import { commandsOf } from "@/components/access/commands";
import { navOf } from "@/components/access/console-nav";
import { leave } from "@/components/access/leave";
import { LiveBanner, LiveMark, LiveProvider } from "@/components/access/live-state";
import { useOptionalProject, useSession } from "@/components/access/session";
import { SetUpNotice } from "@/components/access/set-up-notice";
import { SignedOutDialog } from "@/components/access/signed-out-dialog";
import { AppShell } from "@/components/layout/app-shell";
import { ScopeSwitcher } from "@/components/layout/scope-switcher";
import { useFindable } from "@/components/access/use-findable";

/** The frame of every signed-in page with the data it needs. */
export function ConsoleFrame({
  defaultCollapsed,
  children,
}: {
  defaultCollapsed: boolean;
  children: ReactNode;
}) {
  const session = useSession();
  const project = useLastProject();
  const [found, fetchFindable] = useFindable(project);
  const account = useAccountMenu();
  return (
    <LiveProvider>
      <AppShell
        nav={navOf(session, project)}
        homeHref={project ? `/${project.slug}` : "/"}
        user={session.user}
        scope={
          <ScopeSwitcher
            tenant={session.tenant}
            project={project}
            projects={session.projects.map(({ id, name, slug }) => ({
              id,
              name,
              href: `/${slug}`,
            }))}
          />
        }
        commands={commandsOf(session, project, found)}
        onSearch={fetchFindable}
        userItems={account.items}
        actions={<LiveMark />}
        banner={
          <section aria-label="Notices">
            <LiveBanner />
            <SetUpNotice />
          </section>
        }
        defaultCollapsed={defaultCollapsed}
        onSignOut={leave}
      >
        {children}
      </AppShell>
      {account.dialogs}
      <SignedOutDialog />
    </LiveProvider>
  );
}

/** The project of the address; on pages of the installation the one shown before. */
function useLastProject() {
  const { projects } = useSession();
  const here = useOptionalProject();
  const [last, setLast] = useState(here ?? projects[0]);
  if (here && here.id !== last?.id) setLast(here);
  return here ?? last;
}
