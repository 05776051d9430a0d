/** Puts the focus on the first problem of the list; on phones, where a layer covers the list, nowhere. */
export function focusProblems(): void {
  document.querySelector<HTMLElement>("[data-problem]")?.focus();
}
