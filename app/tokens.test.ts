import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contrast, parseTokens } from "./testing/contrast";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const themes = { light: parseTokens(css, ":root"), dark: parseTokens(css, ".dark") };

const grounds = ["canvas", "surface", "raised", "sunken", "hover"];
const states = ["ok", "info", "warn", "danger", "idle", "sim"];

const textPairs = [
  ...["ink", "ink-muted", "ink-faint", "accent-text"].flatMap((t) => grounds.map((g) => [t, g])),
  ...states.map((s) => [`${s}-text`, `${s}-soft`]),
  ...states.flatMap((s) => ["canvas", "surface", "raised"].map((g) => [`${s}-text`, g])),
  ["accent-text", "accent-soft"],
  ["ink", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger"],
  ["on-danger", "danger-hover"],
  ["canvas", "ink"],
];

const shapePairs = [
  ...["line-control", "focus", "accent", ...states].flatMap((t) =>
    ["canvas", "surface", "raised"].map((g) => [t, g]),
  ),
  ...["os", "k8s", "cni", "csi", "addon"].map((k) => [`layer-${k}`, "surface"]),
];

test.each(["light", "dark"] as const)("%s: every text pair has AA contrast (4.5)", (theme) => {
  expect(tooFaint(theme, textPairs, 4.5)).toEqual([]);
});

test.each(["light", "dark"] as const)("%s: every shape that means something has 3.0", (theme) => {
  expect(tooFaint(theme, shapePairs, 3)).toEqual([]);
});

test("both themes define the same tokens", () => {
  expect([...themes.dark.keys()].sort()).toEqual([...themes.light.keys()].sort());
});

function tooFaint(theme: keyof typeof themes, pairs: string[][], least: number): string[] {
  return pairs.flatMap(([fore = "", back = ""]) => {
    const ratio = contrast(themes[theme], fore, back);
    return ratio < least ? [`${fore} on ${back}: ${ratio.toFixed(2)}`] : [];
  });
}
