import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DesignGuide } from "./design-guide";

export const metadata: Metadata = { title: "Style guide" };

/** Every primitive in one place, for the people who build the console. Not in production. */
export default function DesignPage() {
  if (process.env.NODE_ENV === "production") notFound();
  return <DesignGuide />;
}
