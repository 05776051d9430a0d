let lastKey = "";

/** Keys that move the focus from one control to another. */
const moves = new Set(["Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);

if (typeof window !== "undefined") {
  window.addEventListener("keydown", (event) => (lastKey = event.key), { capture: true });
  window.addEventListener("pointerdown", () => (lastKey = ""), { capture: true });
}

/** True while the focus stands where a key of the keyboard moved it; false where code put it. */
export function movedByKeyboard(): boolean {
  return moves.has(lastKey);
}
