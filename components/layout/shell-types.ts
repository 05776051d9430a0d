import type { ReactNode } from "react";

/** One place in the navigation. Icons are elements, so a server layout can hand them over. */
export type NavItem = {
  href: string;
  label: string;
  icon: ReactNode;
  /** A count or a word; keep it to what needs attention. */
  badge?: ReactNode;
  /** Items of one section stand together under its name. */
  section?: string;
  /** Only this exact address counts as "here", e.g. for the overview. */
  exact?: boolean;
};

/** Who is signed in. */
export type ShellUser = { name: string; email: string };

/** A tenant or project: where the user is, or could go. */
export type ScopeOption = { id: string; name: string; href: string; hint?: string };

/** A command beside the navigation, e.g. "Deploy a cluster". */
export type ShellCommand = {
  id: string;
  label: string;
  group?: string;
  icon?: ReactNode;
  keywords?: string[];
  /** Shown at the end of the line, e.g. a state or a version. */
  hint?: ReactNode;
  /** Comes up only once something is typed: there are many of its kind. */
  searchedOnly?: boolean;
  href?: string;
  onSelect?: () => void;
};

/** The item the address belongs to: the longest href that is a prefix of the path. */
export function activeHref(nav: readonly NavItem[], pathname: string): string | undefined {
  const here = nav.filter(
    ({ href, exact }) => pathname === href || (!exact && pathname.startsWith(`${href}/`)),
  );
  return here.reduce<string | undefined>(
    (best, { href }) => (best === undefined || href.length > best.length ? href : best),
    undefined,
  );
}

/** Groups items by section, in order of first appearance; items without one come under "". */
export function bySection(nav: readonly NavItem[]): [string, NavItem[]][] {
  const groups = new Map<string, NavItem[]>();
  for (const item of nav) {
    const key = item.section ?? "";
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups];
}
