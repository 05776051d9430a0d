"use client";

import { createContext, useContext, type ReactNode } from "react";
import type { Builder } from "./use-builder";

const BuilderContext = createContext<Builder | null>(null);

/** Shares one builder with its parts. */
export function BuilderProvider({ builder, children }: { builder: Builder; children: ReactNode }) {
  return <BuilderContext.Provider value={builder}>{children}</BuilderContext.Provider>;
}

/** The builder this part belongs to. */
export function useBuilderContext(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("This component belongs into the profile builder.");
  return builder;
}
