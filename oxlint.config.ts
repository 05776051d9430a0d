import { defineConfig } from "oxlint";
import { bannedPackages, importTable } from "./lint/import-table.ts";

const ourFolders = [...Object.keys(importTable), "server/deps", "server/main"];

/** One override per folder: what it may not import, each with a message that names the right door. */
const importRules = Object.entries(importTable).map(([folder, allowed]) => {
  const forbidden = ourFolders.filter((f) => f !== folder && !allowed.includes(f));
  const doors = allowed.length > 0 ? allowed.join(", ") : "npm packages that run in a browser";
  return {
    files: [`${folder}/**`],
    rules: {
      "no-restricted-imports": [
        "error" as const,
        {
          patterns: [
            {
              group: forbidden.flatMap((f) => [`@/${f}`, `@/${f}/**`]),
              // The console is typed by the router; a type leaves nothing in the bundle.
              allowTypeImports: folder === "components",
              message: `${folder} may import only: ${doors} (lint/import-table.ts).`,
            },
            { group: ["../*", "../**"], message: "Write @/… for anything outside this folder." },
            ...(bannedPackages[folder] ?? []),
          ],
        },
      ] satisfies [unknown, unknown],
    },
  };
});

export default defineConfig({
  plugins: ["typescript", "react", "jsx-a11y", "import", "unicorn", "oxc"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["dist/**", ".next/**", "node_modules/**", ".lamina/**", "next-env.d.ts"],
  rules: {
    "max-lines": ["error", { max: 400, skipBlankLines: false, skipComments: false }],
    "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-unsafe-type-assertion": "off",
    "node/no-process-env": "off",
    "no-console": "error",
    "react/react-in-jsx-scope": "off",
    "react-in-jsx-scope": "off",
    "import/no-unassigned-import": "off",
    "no-await-in-loop": "off",
    "no-underscore-dangle": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/consistent-function-scoping": "off",
    "no-shadow": "off",
  },
  overrides: [
    ...importRules,
    {
      files: [
        "**/*.test.ts",
        "**/*.itest.ts",
        "**/*.ktest.ts",
        "**/*.ctest.ts",
        "**/testing/**",
        "playwright/**",
        "bench/**",
        "scripts/**",
        "bin/**",
        "lint/**",
        "server/main.ts",
      ],
      rules: {
        "no-restricted-imports": "off",
        "no-console": "off",
        "max-lines-per-function": "off",
      },
    },
    // A page's markup is one tree; splitting it by line count alone makes it harder to read.
    {
      files: ["**/*.tsx"],
      rules: {
        "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }],
      },
    },
  ],
});
