import { expect, test } from "vitest";
import { AppError } from "@/server/domain/errors/app-error";
import { KubeError } from "@/server/kube/errors";
import { failureOf, LocalFailure } from "./failure";

const kube = (...input: ConstructorParameters<typeof KubeError>) => new KubeError(...input);

test.each([
  ["a known failure", new LocalFailure("PORT_TAKEN", "m"), "PORT_TAKEN"],
  ["a range that is none", new AppError("BAD_INPUT", "m"), "LAYER_VALUES_INVALID"],
  ["a node that is refused", kube("INVALID", "m"), "LAYER_VALUES_INVALID"],
  [
    "a webhook's refusal",
    kube("FORBIDDEN", 'admission webhook "a.b" denied the request: no'),
    "LAYER_VALUES_INVALID",
  ],
  ["a right that is missing", kube("FORBIDDEN", "nodes is forbidden"), "INTERNAL"],
  ["anything else", new Error("ENOSPC: no space left on device"), "INTERNAL"],
])("%s has a code and keeps its words", (_, error, code) => {
  expect(failureOf(error)).toMatchObject({ code, message: error.message });
});

test.each(["UNREACHABLE", "CONFLICT"] as const)(
  "%s is no failure: the next look will do",
  (code) => {
    expect(failureOf(kube(code, "m"))).toBeUndefined();
  },
);
