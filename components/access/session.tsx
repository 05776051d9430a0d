"use client";

import { useParams } from "next/navigation";
import { createContext, useContext, type ReactNode } from "react";
import { can } from "@/server/domain/access/grants";
import type { Permission } from "@/server/domain/access/permissions";
import type { SessionView } from "@/server/domain/tenancy/types";

const SessionContext = createContext<SessionView | null>(null);

/** Gives the pages below who is signed in. */
export function SessionProvider({
  session,
  children,
}: {
  session: SessionView;
  children: ReactNode;
}) {
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

/** Who is signed in, with projects and grants. */
export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error("This component belongs below SessionProvider.");
  return session;
}

/** A project as pages need it. */
export type ProjectRef = SessionView["projects"][number];

/** The project whose slug stands in the address. Only for pages below `/[project]`. */
export function useProject(): ProjectRef {
  const project = useOptionalProject();
  if (!project) throw new Error("This component belongs below a project's address.");
  return project;
}

/** The project of the address, or undefined on pages of the installation. */
export function useOptionalProject(): ProjectRef | undefined {
  const { project } = useParams<{ project?: string }>();
  return useSession().projects.find(({ slug }) => slug === project);
}

/** Whether the person may do this; it only hides, every verb checks again. */
export function useCan(permission: Permission, projectId: string | null): boolean {
  return can(useSession().grants, permission, projectId);
}
