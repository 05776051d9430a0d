/**
 * Throws once the run was told to end because the console stops: what was not answered then is no fault of
 * the cluster. A run whose own time is over goes on and tells what did not answer.
 */
export function throwIfStopping(signal: AbortSignal): void {
  if (!signal.aborted) return;
  const { reason } = signal;
  if (reason instanceof DOMException && reason.name === "TimeoutError") return;
  throw reason;
}
