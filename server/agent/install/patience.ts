import { outlookOfAnswer, type Outlook } from "@/server/domain/agent/outlook";
import { clip } from "@/server/domain/agent/text";
import { messageOf } from "@/server/domain/errors/app-error";
import { LayerFailure } from "@/server/agent/helm/failure";
import { redact } from "@/server/agent/helm/redact";
import { isKubeError } from "@/server/kube/errors";
import { pause } from "@/server/agent/bell";

/** What passes is tried again this long before the layer fails; then the whole layer is tried again. */
const patienceMs = 20_000;
const firstPauseMs = 50;
const maxPauseMs = 1000;
/** A hiccup shorter than this is no news. */
const quietMs = 500;

/** What is tried, for whom, and until when. */
export interface Attempt {
  /** What the message begins with, for example the object. */
  what: string;
  secrets: readonly string[];
  signal: AbortSignal;
  /** Told while it is tried again. */
  onRetry?: (message: string) => void;
}

/** A failure that names what it happened to; errors of the connection stay what they are. */
export function failureOf(error: unknown, { what, secrets }: Pick<Attempt, "what" | "secrets">) {
  if (error instanceof LayerFailure || isKubeError(error, "UNREACHABLE")) return error;
  const { code, reason, passing } = outlookOf(error);
  const text = clip(redact(`${what}: ${messageOf(error)}`, secrets), 1500);
  return new LayerFailure(code, reason, text, passing);
}

/** Does it, and does it again with growing pauses while what refuses it passes. Throws a LayerFailure. */
export async function patiently<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let pauseMs = firstPauseMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      attempt.signal.throwIfAborted();
      const failure = failureOf(error, attempt);
      const waited = performance.now() - began;
      const passing = failure instanceof LayerFailure && failure.passing;
      if (!passing || waited + pauseMs > patienceMs) throw failure;
      if (waited > quietMs) attempt.onRetry?.(`${failure.message} Trying again.`);
      const asked = isKubeError(error) ? (error.retryAfterMs ?? 0) : 0;
      await pause(Math.min(Math.max(pauseMs, asked), patienceMs), attempt.signal);
      attempt.signal.throwIfAborted();
      pauseMs = Math.min(pauseMs * 1.6, maxPauseMs);
    }
  }
}

/** Everything but an answer of the API server is a fault of ours, which may be gone the next time. */
function outlookOf(error: unknown): Outlook {
  if (!isKubeError(error)) return { passing: false, code: "INTERNAL", reason: "Unexpected" };
  return outlookOfAnswer(error);
}
