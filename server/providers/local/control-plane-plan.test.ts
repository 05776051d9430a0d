import { expect, test } from "vitest";
import { nextMemberStep, type PlannedMember } from "./control-plane-plan";

const wanted = (over: object = {}) => ({ baseName: "cp", replicas: 1, ...over });
const member = (index: number, over: Partial<PlannedMember> = {}): PlannedMember => ({
  name: `cp-${index}`,
  current: true,
  ready: true,
  deleting: false,
  ...over,
});

test.each([
  ["the first makes etcd", 1, [], { do: "create", name: "cp-0", etcd: "create" }],
  ["one that is there is enough", 1, [member(0)], { do: "nothing" }],
  ["the second joins", 3, [member(0)], { do: "create", name: "cp-1", etcd: "join" }],
  ["nobody joins an unready one", 3, [member(0, { ready: false })], { do: "nothing" }],
  ["a gap is filled", 3, [member(0), member(2)], { do: "create", name: "cp-1" }],
  ["the youngest goes", 1, [member(0), member(1), member(2)], { do: "delete", name: "cp-2" }],
  [
    "a broken one goes first",
    2,
    [member(0), member(1, { ready: false }), member(2)],
    { do: "delete", name: "cp-1" },
  ],
  [
    "while one goes, none comes",
    3,
    [member(0), member(1), member(2, { deleting: true })],
    { do: "nothing", waitingFor: "cp-2 to go" },
  ],
  [
    "its name is free only when it is gone",
    1,
    [member(0, { deleting: true })],
    { do: "nothing", waitingFor: "cp-0 to go" },
  ],
] as const)("%s", (_name, replicas, members, step) => {
  expect(nextMemberStep(wanted({ replicas }), members)).toMatchObject(step);
});

test("an upgrade goes member by member", () => {
  const old = { current: false };
  const three = wanted({ replicas: 3 });
  const step = (...members: PlannedMember[]) => nextMemberStep(three, members);
  expect(step(member(0, old), member(1, old), member(2, old))).toEqual({
    do: "upgrade",
    name: "cp-0",
  });
  expect(step(member(0, { ready: false }), member(1, old), member(2, old))).toMatchObject({
    do: "nothing",
    waitingFor: "cp-0 to be ready",
  });
  expect(step(member(0), member(1, old), member(2, old))).toEqual({ do: "upgrade", name: "cp-1" });
});
