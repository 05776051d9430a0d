import { clip } from "@/server/domain/agent/text";
import type { YamlPath, YamlValue } from "./types";

/** An integer that its reader would round, and what to do about it. */
export interface RoundedNumber {
  path: YamlPath;
  message: string;
}

const limit = 2n ** 63n;

/** Helm keeps the numbers of values as floating point: beyond 53 bits it loses digits. */
export function roundedByHelm(data: YamlValue): RoundedNumber[] {
  return bigIntegers(data).map(([path, value]) => ({
    path,
    message: `Helm would round ${shown(value)} to ${Number(value)}; put quotes around it to keep its digits.`,
  }));
}

/** Objects of Kubernetes hold integers of 64 bits. */
export function roundedByKubernetes(data: YamlValue): RoundedNumber[] {
  return bigIntegers(data)
    .filter(([, value]) => value < -limit || value >= limit)
    .map(([path, value]) => ({
      path,
      message: `Kubernetes would round ${shown(value)}, which has more than 64 bits; put quotes around it to keep its digits.`,
    }));
}

function bigIntegers(data: YamlValue, path: YamlPath = []): [YamlPath, bigint][] {
  if (typeof data === "bigint") return [[path, data]];
  if (typeof data !== "object" || data === null) return [];
  const entries = Array.isArray(data) ? [...data.entries()] : Object.entries(data);
  return entries.flatMap(([key, item]) =>
    typeof item === "object" || typeof item === "bigint" ? bigIntegers(item, [...path, key]) : [],
  );
}

const shown = (value: bigint) => clip(String(value), 40);
