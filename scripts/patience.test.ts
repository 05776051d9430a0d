import { TRPCClientError } from "@trpc/client";
import { describe, expect, test } from "vitest";
import { isPassing, NotNow, Patience } from "./patience";

const short = { limitMs: 60, pauseMs: 5, quietMs: 0 };
/** For what must succeed, on a busy machine as well. */
const long = { ...short, limitMs: 60_000 };

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
const answered = (httpStatus: number) =>
  TRPCClientError.from({ error: { message: "no", code: -32_000, data: { httpStatus } } });
const byFetch = (code: string) =>
  TRPCClientError.from(new TypeError("fetch failed", { cause: coded(code) }));

test.each([
  ["503", answered(503), true],
  ["502", answered(502), true],
  ["504", answered(504), true],
  ["500", answered(500), false],
  ["401", answered(401), false],
  ["409", answered(409), false],
  ["refused", byFetch("ECONNREFUSED"), true],
  ["reset", byFetch("ECONNRESET"), true],
  ["broke off", byFetch("UND_ERR_SOCKET"), true],
  ["silent", TRPCClientError.from(new DOMException("too slow", "TimeoutError")), true],
  ["not now", new NotNow("x"), true],
  ["a bug", new TypeError("x is not a function"), false],
])("%s may pass: %#", (_, error, passing) => expect(isPassing(error)).toBe(passing));

/** Fails with each of these, then answers. */
function failing<T>(errors: unknown[], answer: T) {
  let calls = 0;
  const ask = async () => {
    calls += 1;
    const error = errors[calls - 1];
    if (error !== undefined) throw error;
    return answer;
  };
  return { ask, calls: () => calls };
}

describe("what changes nothing", () => {
  test("is asked until it is answered, and people are told since when and that it is over", async () => {
    const lines: string[] = [];
    const patience = new Patience({ ...long, say: (line) => lines.push(line) });
    const read = failing([byFetch("ECONNREFUSED"), answered(503)], 7);
    expect(await patience.until(read.ask)).toBe(7);
    expect(lines).toEqual([
      expect.stringMatching(/^The console does not answer since [\d:]{8} UTC \(ECONNREFUSED\)/),
      expect.stringMatching(/^The console answers again, after \d+ s\.$/),
    ]);
  });

  test("is given up in the end, with since when and why", async () => {
    const patience = new Patience(short);
    const away = () => Promise.reject(byFetch("ECONNREFUSED"));
    await expect(patience.until(away)).rejects.toThrow(
      /^The console has not answered since [\d:]{8} UTC \(ECONNREFUSED\)/,
    );
  });

  test("is not asked again when the answer was no", async () => {
    const read = failing([answered(403)], 7);
    await expect(new Patience(short).until(read.ask)).rejects.toThrow();
    expect(read.calls()).toBe(1);
  });

  test("is not asked again once somebody interrupts", async () => {
    const stop = new AbortController();
    const patience = new Patience({ ...long, pauseMs: 60_000, signal: stop.signal });
    const waiting = patience.until(() => Promise.reject(answered(503)));
    stop.abort();
    await expect(waiting).rejects.toThrow();
  });
});

describe("what makes something", () => {
  test("is looked up when its answer was lost, and not made twice", async () => {
    const make = failing([byFetch("ECONNRESET")], "second");
    expect(await new Patience(long).once(make.ask, async () => "first")).toBe("first");
    expect(make.calls()).toBe(1);
  });

  test("is made again when it is not there", async () => {
    const make = failing([byFetch("ECONNREFUSED")], "made");
    expect(await new Patience(long).once(make.ask, async () => undefined)).toBe("made");
    expect(make.calls()).toBe(2);
  });

  test("is looked up also when the second attempt is refused because the first one succeeded late", async () => {
    const make = failing([byFetch("ECONNRESET"), answered(409)], "never");
    const looks = [undefined, "late"];
    expect(await new Patience(long).once(make.ask, async () => looks.shift())).toBe("late");
  });

  test("that is refused at once is refused", async () => {
    const make = failing([answered(409)], "never");
    await expect(new Patience(short).once(make.ask, async () => "other")).rejects.toThrow();
    expect(make.calls()).toBe(1);
  });

  test("is given up in the end although it can be looked for", async () => {
    const away = () => Promise.reject(answered(503));
    await expect(new Patience(short).once(away, async () => undefined)).rejects.toThrow("gave up");
  });
});
