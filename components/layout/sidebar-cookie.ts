/** Remembers whether the navigation is collapsed; values are "open" and "collapsed". */
export const sidebarCookie = "lamina-sidebar";
