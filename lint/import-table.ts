/**
 * Who may import whom, folder by folder (docs/architecture.md draws it).
 * A folder may import itself, what stands in its list, and npm packages; everything else of ours is refused.
 */
export const importTable: Record<string, readonly string[]> = {
  "server/domain": [],
  "server/platform": ["server/domain"],
  "server/db": ["server/domain", "server/platform"],
  "server/queue": ["server/domain", "server/platform", "server/db"],
  "server/assets": ["server/domain", "server/platform"],
  "server/kube": ["server/domain", "server/platform"],
  "server/control-plane": ["server/domain", "server/platform", "server/kube"],
  "server/management-plane": [
    "server/domain",
    "server/platform",
    "server/kube",
    "server/control-plane",
  ],
  "server/providers": ["server/domain", "server/platform", "server/kube", "server/control-plane"],
  "server/services": ["server/domain", "server/platform", "server/db", "server/queue"],
  "server/auth": [
    "server/domain",
    "server/platform",
    "server/db",
    "server/services",
    "server/deps",
  ],
  "server/tunnel": ["server/domain", "server/platform", "server/services"],
  "server/api": [
    "server/domain",
    "server/platform",
    "server/services",
    "server/auth",
    "server/deps",
  ],
  "server/reconcilers": [
    "server/domain",
    "server/platform",
    "server/db",
    "server/queue",
    "server/services",
    "server/kube",
    "server/providers",
  ],
  "server/worker": [
    "server/domain",
    "server/platform",
    "server/db",
    "server/queue",
    "server/services",
    "server/kube",
    "server/providers",
    "server/reconcilers",
    "server/assets",
    "server/management-plane",
    "server/control-plane",
    "server/tunnel",
  ],
  "server/agent": ["server/domain", "server/platform", "server/kube"],
  components: ["server/domain"],
  app: ["components", "server/api", "server/auth", "server/domain"],
};

/** Packages a folder must not touch, with the reason shown by lint. */
export const bannedPackages: Record<string, { group: string[]; message: string }[]> = {
  "server/domain": [
    {
      group: [
        "node:*",
        "react",
        "react-dom",
        "next",
        "next/*",
        "drizzle-orm",
        "drizzle-orm/*",
        "postgres",
      ],
      message: "server/domain is pure and runs in the browser too: pass the value in.",
    },
  ],
  "server/services": [
    {
      group: ["next", "next/*", "@trpc/*"],
      message: "Services know no transport: do it in server/api.",
    },
  ],
  "server/api": [
    {
      group: ["drizzle-orm", "drizzle-orm/*", "postgres"],
      message: "Routers call a service, never the database.",
    },
  ],
  components: [
    { group: ["node:*", "drizzle-orm", "drizzle-orm/*"], message: "Components ask the API." },
  ],
};
