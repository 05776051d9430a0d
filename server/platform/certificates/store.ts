import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "@/server/domain/errors/app-error";
import type { Clock } from "@/server/platform/clock/clock";
import { writeDurably } from "@/server/platform/files/write-durably";
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

/**
 * Certificates of one folder: made once, found again, renewed in time. Files are for the owner only.
 * What others trust is never replaced in silence: an authority that was lost is an error.
 */
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
  /** Undefined when a file is missing or damaged, or they do not fit. */
  const read = (name: string): KeyPair | undefined => {
    const pair = { cert: readText(fileOf(name, "crt")), key: readText(fileOf(name, "key")) };
    return isPair(pair) ? pair : undefined;
  };
  const write = (name: string, pair: KeyPair): StoredKeyPair => {
    // A crash in between leaves a pair that does not fit, which counts as none.
    writeDurably(fileOf(name, "key"), pair.key);
    writeDurably(fileOf(name, "crt"), pair.cert);
    return stored(name, pair);
  };
  return {
    authority: async (name, commonName) => {
      const found = read(name);
      if (found) return stored(name, found);
      if (hasSigned(dir, commonName)) throw lost(dir, `${name}.crt or ${name}.key`);
      return write(name, await createAuthority(commonName, clock.now()));
    },
    leaf: async (name, ca, request) => {
      const found = read(name);
      if (found && !needsRenewal(found, ca, request, clock.now())) return stored(name, found);
      return write(name, await issueLeaf(ca, request, clock.now()));
    },
    signingKeys: async (name) => {
      const files = { publicFile: fileOf(name, "pub"), privateFile: fileOf(name, "key") };
      const publicKey = publicKeyOf(readText(files.privateFile));
      if (publicKey !== undefined) {
        writeDurably(files.publicFile, publicKey);
        return files;
      }
      if (readText(files.publicFile) !== "") throw lost(dir, `${name}.key`);
      const keys = await createSigningKeys();
      writeDurably(files.privateFile, keys.privateKey);
      writeDurably(files.publicFile, keys.publicKey);
      return files;
    },
  };
}

function lost(dir: string, files: string): AppError {
  const message =
    `${files} in ${dir} is missing or damaged, and what was signed with it is in use. Restore the ` +
    `folder from a backup of the data folder. Without one, stop Lamina, remove the folder and start ` +
    `again: all its certificates are issued again, and saved kubeconfigs must be downloaded again.`;
  return new AppError("PRECONDITION_FAILED", message);
}

/** True when the folder has a certificate signed by an authority of this name. */
function hasSigned(dir: string, commonName: string): boolean {
  return certificateFiles(dir).some((file) => {
    const cert = parseCertificate(readText(path.join(dir, file)));
    return cert !== undefined && !cert.ca && cert.issuer === `CN=${commonName}`;
  });
}

function certificateFiles(dir: string): string[] {
  try {
    return readdirSync(dir).filter((file) => file.endsWith(".crt"));
  } catch {
    return []; // nothing was made yet
  }
}

function isPair({ cert, key }: KeyPair): boolean {
  try {
    return parseCertificate(cert)?.checkPrivateKey(createPrivateKey(key)) === true;
  } catch {
    return false; // no key
  }
}

function parseCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined; // empty or damaged
  }
}

/** The public half of a private key; undefined for what is none. */
function publicKeyOf(privateKey: string): string | undefined {
  try {
    return createPublicKey(createPrivateKey(privateKey))
      .export({ type: "spki", format: "pem" })
      .toString();
  } catch {
    return undefined; // empty or damaged
  }
}

/** Empty when the file is not there, which counts the same. */
function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
