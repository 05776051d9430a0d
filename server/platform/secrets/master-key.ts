import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "@/server/domain/errors/app-error";
import type { DataKey } from "./envelope";

/**
 * The key that wraps every tenant's data key, read from a file of mode 0600 and made on first use.
 * Losing the file loses all sealed data, so it is never written over.
 */
export function loadMasterKey(file: string): DataKey {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (key.length !== 32) {
    throw new AppError("PRECONDITION_FAILED", `${file} is no 32-byte key: restore it from backup.`);
  }
  return { id: "master", key };
}
