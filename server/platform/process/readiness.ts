import https from "node:https";
import { connect } from "node:net";
import type { Readiness } from "./types";

/** An address something listens on. */
export interface ConnectionTarget {
  host: string;
  port: number;
}

/** A page of a program that shows a certificate of ours, and may ask for one. */
export interface HttpsTarget {
  url: string;
  ca: string;
  cert?: string;
  key?: string;
}

const PROBE_TIMEOUT_MS = 3000;

/** One bounded look whether the process is ready. Whatever goes wrong means "not yet". */
export async function probe(readiness: Readiness, stop: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(PROBE_TIMEOUT_MS)]);
  try {
    if ("tcp" in readiness) return await accepts(readiness.tcp, signal);
    if ("https" in readiness) return await answers(readiness.https, signal);
    if ("url" in readiness) return (await fetch(readiness.url, { signal })).ok;
    return await readiness.check(signal);
  } catch {
    return false;
  }
}

/** True when something accepts a connection there. */
export function accepts(target: ConnectionTarget, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.host, port: target.port });
    const finish = (answer: boolean) => {
      signal.removeEventListener("abort", onAbort);
      socket.destroy();
      resolve(answer);
    };
    const onAbort = () => finish(false);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
  });
}

/** True when the page answers with a success. */
export function answers(target: HttpsTarget, signal: AbortSignal): Promise<boolean> {
  const { url, ...tls } = target;
  return new Promise((resolve) => {
    const request = https.get(url, { ...tls, agent: false, signal }, (response) => {
      response.resume();
      response.once("close", () => resolve((response.statusCode ?? 500) < 300));
    });
    request.once("error", () => resolve(false));
  });
}
