import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { ThemeProvider } from "@/components/layout/theme-provider";
import { Toaster } from "@/components/ui/toast";
import { mono, sans, sansExtended } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Lamina", template: "%s · Lamina" },
  description: "Clusters as versioned layers: compose, deploy and govern Kubernetes.",
  icons: { icon: [{ url: "/favicon.svg", type: "image/svg+xml" }], apple: "/apple-icon.png" },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f8f9" },
    { media: "(prefers-color-scheme: dark)", color: "#0a1214" },
  ],
};

/**
 * Document, fonts, theme and toasts. Data providers belong to the route groups below. The nonce makes every
 * page one of its request: no page is built ahead.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // next-themes sets the class before the first paint, so the server's markup differs on purpose.
    <html
      lang="en"
      className={`${sans.variable} ${sansExtended.variable} ${mono.variable}`}
      suppressHydrationWarning
    >
      <body className="font-sans">
        <ThemeProvider nonce={nonce}>
          {children}
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
