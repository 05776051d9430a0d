// The X.509 library's container needs this polyfill before it is loaded.
import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A key and its certificate, both PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** What a leaf certificate is for. */
export interface LeafRequest {
  commonName: string;
  /** Kubernetes reads the groups of a client here. */
  organizations?: readonly string[];
  dnsNames?: readonly string[];
  ipAddresses?: readonly string[];
  usages: readonly ("server" | "client")[];
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;
const CA_DAYS = 3650;
const LEAF_DAYS = 365;
/** Clocks of two machines differ a little. */
const BACKDATE_MS = 5 * 60_000;
/** A leaf with less than this left is made anew. */
export const RENEW_BELOW_MS = 30 * DAY_MS;

/** A new certificate authority. */
export async function createAuthority(commonName: string, now: Date): Promise<KeyPair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    name: [{ CN: [commonName] }],
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: new Date(now.getTime() + CA_DAYS * DAY_MS),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign |
          x509.KeyUsageFlags.cRLSign |
          x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: pemText(cert.toString("pem")), key: await privateKeyPem(keys.privateKey) };
}

/** A new certificate signed by an authority. */
export async function issueLeaf(ca: KeyPair, request: LeafRequest, now: Date): Promise<KeyPair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const issuer = new x509.X509Certificate(ca.cert);
  const subject: x509.JsonName = [];
  for (const group of request.organizations ?? []) subject.push({ O: [group] });
  subject.push({ CN: [request.commonName] });
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject,
    issuer: issuer.subjectName,
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: new Date(now.getTime() + LEAF_DAYS * DAY_MS),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(ca.key),
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(request.usages.map(usageOid)),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...alternativeNames(request),
    ],
  });
  return { cert: pemText(cert.toString("pem")), key: await privateKeyPem(keys.privateKey) };
}

/** An RSA key pair for signing service account tokens. */
export async function createSigningKeys(): Promise<{ publicKey: string; privateKey: string }> {
  const rsa = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  };
  const keys = await crypto.subtle.generateKey(rsa, true, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", keys.publicKey);
  const publicKey = pemText(x509.PemConverter.encode(spki, "PUBLIC KEY"));
  return { publicKey, privateKey: await privateKeyPem(keys.privateKey) };
}

/** True when a leaf is no good: soon over, not valid yet, of another authority, or for other names. */
export function needsRenewal(leaf: KeyPair, ca: KeyPair, request: LeafRequest, now: Date): boolean {
  const cert = new x509.X509Certificate(leaf.cert);
  if (cert.notAfter.getTime() - now.getTime() < RENEW_BELOW_MS) return true;
  // The clock was ahead when it was made.
  if (cert.notBefore.getTime() > now.getTime()) return true;
  if (!new X509Certificate(leaf.cert).verify(new X509Certificate(ca.cert).publicKey)) return true;
  return namesOf(cert) !== wantedNames(request);
}

function namesOf(cert: x509.X509Certificate): string {
  const found = cert.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  return found
    .map((name) => `${name.type}:${name.value}`)
    .sort()
    .join(" ");
}

function wantedNames(request: LeafRequest): string {
  const dns = (request.dnsNames ?? []).map((name) => `dns:${name}`);
  return [...dns, ...(request.ipAddresses ?? []).map((ip) => `ip:${ip}`)].sort().join(" ");
}

function alternativeNames(request: LeafRequest): x509.Extension[] {
  const names: x509.JsonGeneralNames = [
    ...(request.dnsNames ?? []).map((value) => ({ type: "dns" as const, value })),
    ...(request.ipAddresses ?? []).map((value) => ({ type: "ip" as const, value })),
  ];
  return names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : [];
}

function usageOid(usage: "server" | "client"): string {
  return usage === "server" ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth;
}

/** 127 random bits: positive and, by RFC 5280, unique for the issuer. */
function randomSerial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return Buffer.from(bytes).toString("hex");
}

async function privateKeyPem(key: CryptoKey): Promise<string> {
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", key);
  return pemText(x509.PemConverter.encode(pkcs8, "PRIVATE KEY"));
}

function importPrivateKey(pem: string): Promise<CryptoKey> {
  const der = x509.PemConverter.decodeFirst(pem);
  return crypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
}

function pemText(pem: string): string {
  return pem.endsWith("\n") ? pem : `${pem}\n`;
}
