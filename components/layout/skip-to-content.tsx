/** First stop of the Tab key: jumps over the navigation. */
export function SkipToContent() {
  return (
    <a
      href="#content"
      className="fixed top-2 left-2 z-70 -translate-y-16 rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
