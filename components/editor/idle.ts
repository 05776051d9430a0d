/** Shorter gaps are those between two parts of one piece of work. */
const CALM_MS = 40;

/** Resolves when the page has nothing more urgent to do, after `timeoutMs` at the latest. */
export function idle(timeoutMs = 2000): Promise<void> {
  // Safari has no such callback.
  if (!("requestIdleCallback" in globalThis)) {
    return new Promise((resolve) => setTimeout(resolve, 100));
  }
  const until = performance.now() + timeoutMs;
  return new Promise((resolve) => {
    const look = (deadline: IdleDeadline) => {
      const late = performance.now() >= until;
      if (late || deadline.timeRemaining() >= CALM_MS) resolve();
      else wait();
    };
    const wait = () =>
      requestIdleCallback(look, { timeout: Math.max(0, until - performance.now()) });
    wait();
  });
}
