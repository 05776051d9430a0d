/** Ctrl-C in a terminal reaches the child directly as well: within this time it is the same wish. */
const SAME_WISH_MS = 1000;

/**
 * A function that passes a signal on to the child. One that has not ended after `graceMs` is killed; a
 * second wish kills it at once. Supervised programs end by themselves then, as after a crash.
 */
export function endsChild(child, graceMs) {
  let begunAt;
  return (signal) => {
    if (begunAt !== undefined && Date.now() - begunAt > SAME_WISH_MS) return child.kill("SIGKILL");
    child.kill(signal);
    if (begunAt !== undefined) return true;
    begunAt = Date.now();
    const timer = setTimeout(() => {
      console.error(`lamina: it did not stop within ${graceMs / 1000} s and was killed.`);
      child.kill("SIGKILL");
    }, graceMs);
    child.once("exit", () => clearTimeout(timer));
    return true;
  };
}
