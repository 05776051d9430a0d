import { expect, test } from "vitest";
import { togglePreset } from "./presets";

/** Values as a big chart has them. */
function manyLines(count: number): string {
  const lines = ["pack:", "  namespace: web", "charts:", "  web:"];
  for (let i = 0; lines.length < count; i++) {
    lines.push(
      `    # -- What part ${i} is for`,
      `    part${i}:`,
      "      enabled: true # why",
      `      image: { repository: a/b, tag: "1.2.${i}" }`,
      "      list:",
      "        - name: a",
      "          value: two",
      "      script: |",
      "        # in the script",
      "        run: it",
      "      resources: {}",
      "      # limits:",
      "      #   cpu: 1",
    );
  }
  return `${lines.join("\n")}\n`;
}

const text = manyLines(6000);
const pack = {
  values: text,
  presets: [
    {
      name: "p",
      displayName: "p",
      group: "g",
      remove: ["charts.web.part1.image", "charts.web.missing.key"],
      add: "charts:\n  web:\n    part200:\n      resources:\n        limits:\n          cpu: 1\n    part400:\n      enabled: false\n    last:\n      - a\n",
    },
  ],
};

test("a preset in six thousand lines is on and off in the time of a frame or two", () => {
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    const from = performance.now();
    const on = togglePreset(pack, { values: text, presets: [] }, "p", true);
    const between = performance.now();
    const off = togglePreset(pack, on, "p", false);
    times.push(between - from, performance.now() - between);
    expect(off.values).toBe(text);
    expect(on.edits.length).toBe(4);
    expect(
      on.edits.reduce((sum, edit) => sum + edit.to - edit.from + edit.text.length, 0),
    ).toBeLessThan(200);
  }
  // The best of several: a busy machine slows single runs, not all of them.
  expect(Math.min(...times)).toBeLessThan(50);
});
