import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { AppError } from "@/server/domain/errors/app-error";
import { writeDurably } from "@/server/platform/files/write-durably";
import type { DataKey } from "./envelope";

/**
 * The key that wraps every tenant's data key, read from a file of mode 0600 and made on first use.
 * Losing the file loses all sealed data, so it is never written over.
 */
export function loadMasterKey(file: string): DataKey {
  if (!existsSync(file)) writeDurably(file, randomBytes(32).toString("base64"));
  const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (key.length !== 32) {
    throw new AppError("PRECONDITION_FAILED", `${file} is no 32-byte key: restore it from backup.`);
  }
  return { id: "master", key };
}
