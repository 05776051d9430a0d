import { connect } from "node:net";
import type { Readiness } from "./types";

/** An address something listens on. */
export interface ConnectionTarget {
  host: string;
  port: number;
}

const PROBE_TIMEOUT_MS = 3000;

/** One bounded look whether the process is ready. Whatever goes wrong means "not yet". */
export async function probe(readiness: Readiness, stop: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(PROBE_TIMEOUT_MS)]);
  try {
    if ("tcp" in readiness) return await accepts(readiness.tcp, signal);
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
