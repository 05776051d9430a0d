/**
 * Runs work by key, one run of a key at a time: what is asked for while it runs becomes one more run after
 * it, however often it is asked. The work must not throw.
 */
export function coalesce(work: (key: string) => Promise<void>): (key: string) => void {
  const running = new Map<string, { again: boolean }>();
  const run = async (key: string): Promise<void> => {
    const state = { again: false };
    running.set(key, state);
    do {
      state.again = false;
      await work(key);
    } while (state.again);
    running.delete(key);
  };
  return (key) => {
    const state = running.get(key);
    if (state === undefined) void run(key);
    else state.again = true;
  };
}
