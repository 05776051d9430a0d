import { expect, test } from "vitest";
import { Slots } from "./slots";

test("the more urgent of those who wait goes next, equals in the order they came", async () => {
  const slots = new Slots(1);
  const order: string[] = [];
  const job = (name: string, priority: number) =>
    slots.run({ priority }, async () => {
      order.push(name);
    });
  await Promise.all([job("first", 9), job("late", 5), job("urgent", 1), job("later", 5)]);
  expect(order).toEqual(["first", "urgent", "late", "later"]);
});

test("a failed task gives its slot back", async () => {
  const slots = new Slots(1);
  const fail = slots.run({ priority: 0 }, () => Promise.reject(new Error("no")));
  await expect(fail).rejects.toThrow("no");
  await expect(slots.run({ priority: 0 }, () => Promise.resolve(1))).resolves.toBe(1);
});

test("only whoever waits is told so", async () => {
  const slots = new Slots(2);
  const waited: number[] = [];
  const job = (n: number) =>
    slots.run({ priority: 0, onWait: () => waited.push(n) }, () => Promise.resolve());
  await Promise.all([job(1), job(2), job(3)]);
  expect(waited).toEqual([3]);
});

test("beyond the waiting that may be, a task is refused, unless it goes before those who wait", async () => {
  const slots = new Slots(1, 2);
  const done: string[] = [];
  const job = (name: string, priority: number) =>
    slots.run({ priority }, async () => void done.push(name));
  let release = () => {};
  const running = slots.run({ priority: 1 }, () => new Promise<void>((end) => (release = end)));
  const waiting = [job("a", 1), job("b", 1)];
  await expect(job("refused", 1)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  const urgent = job("urgent", 0);
  release();
  await Promise.all([running, ...waiting, urgent]);
  expect(done).toEqual(["urgent", "a", "b"]);
  await job("later", 1);
});
