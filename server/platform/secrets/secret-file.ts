import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { AppError } from "@/server/domain/errors/app-error";
import { writeDurably } from "@/server/platform/files/write-durably";

/** Fewer characters can be guessed; an empty file would let everybody in. */
const minLength = 16;

/**
 * The secret in a file that only its owner may read: 32 random bytes (base64url), made on first use
 * and never written over.
 */
export function readOrMakeSecret(file: string): string {
  if (!existsSync(file)) writeDurably(file, randomBytes(32).toString("base64url"));
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < minLength) {
    const message = `${file} holds no secret of at least ${minLength} characters: restore it from backup.`;
    throw new AppError("PRECONDITION_FAILED", message);
  }
  return secret;
}
