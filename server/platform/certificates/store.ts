import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Clock } from "@/server/platform/clock/clock";
import {
  createAuthority,
  createSigningKeys,
  issueLeaf,
  needsRenewal,
  type KeyPair,
  type LeafRequest,
} from "./authority";

/** A key pair on disk. */
export interface StoredKeyPair extends KeyPair {
  certFile: string;
  keyFile: string;
}

/** Certificates of one folder: made once, found again, renewed in time. Files are for the owner only. */
export interface CertificateStore {
  authority(name: string, commonName: string): Promise<StoredKeyPair>;
  leaf(name: string, ca: KeyPair, request: LeafRequest): Promise<StoredKeyPair>;
  signingKeys(name: string): Promise<{ publicFile: string; privateFile: string }>;
}

/** Opens the store of a folder. */
export function createCertificateStore(dir: string, clock: Clock): CertificateStore {
  const fileOf = (name: string, end: string) => path.join(dir, `${name}.${end}`);
  const stored = (name: string, pair: KeyPair): StoredKeyPair => ({
    ...pair,
    certFile: fileOf(name, "crt"),
    keyFile: fileOf(name, "key"),
  });
  const read = (name: string): KeyPair | undefined => {
    const cert = readText(fileOf(name, "crt"));
    const key = readText(fileOf(name, "key"));
    return cert && key ? { cert, key } : undefined;
  };
  const write = (name: string, pair: KeyPair): StoredKeyPair => {
    // A crash in between leaves a pair that does not fit, which counts as none.
    writePrivate(fileOf(name, "key"), pair.key);
    writePrivate(fileOf(name, "crt"), pair.cert);
    return stored(name, pair);
  };
  return {
    authority: async (name, commonName) => {
      const found = read(name);
      return found
        ? stored(name, found)
        : write(name, await createAuthority(commonName, clock.now()));
    },
    leaf: async (name, ca, request) => {
      const found = read(name);
      if (found && isPair(found) && !needsRenewal(found, ca, request, clock.now())) {
        return stored(name, found);
      }
      return write(name, await issueLeaf(ca, request, clock.now()));
    },
    signingKeys: async (name) => {
      const files = { publicFile: fileOf(name, "pub"), privateFile: fileOf(name, "key") };
      if (readText(files.publicFile) === undefined) {
        const keys = await createSigningKeys();
        writePrivate(files.privateFile, keys.privateKey);
        writePrivate(files.publicFile, keys.publicKey);
      }
      return files;
    },
  };
}

function isPair(pair: KeyPair): boolean {
  return new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key));
}

/** Writes a file only its owner may read; a crash leaves the old one or the new one. */
export function writePrivate(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // not made yet
  }
}
