import localFont from "next/font/local";

/** Bundled from npm, so an air-gapped install looks the same. Latin is preloaded, the rest comes when used. */
export const sans = localFont({
  src: "../node_modules/@fontsource-variable/mona-sans/files/mona-sans-latin-wght-normal.woff2",
  weight: "200 900",
  variable: "--font-mona",
  display: "swap",
});

/** Letters beyond Latin-1 in names, e.g. Polish, Czech, Turkish. */
export const sansExtended = localFont({
  src: "../node_modules/@fontsource-variable/mona-sans/files/mona-sans-latin-ext-wght-normal.woff2",
  weight: "200 900",
  variable: "--font-mona-ext",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
});

/** Ids, versions, code and logs. */
export const mono = localFont({
  src: "../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  weight: "100 800",
  variable: "--font-jetbrains",
  display: "swap",
  preload: false,
});
