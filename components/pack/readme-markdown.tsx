import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { TextLink } from "@/components/ui/text-link";

/** Headings start below those of the page; pictures would be fetched from elsewhere, so their text stands for them. */
const components: Components = {
  h1: ({ children }) => <h3 className="text-lg font-semibold text-ink">{children}</h3>,
  h2: ({ children }) => <h4 className="mt-2 text-base font-semibold text-ink">{children}</h4>,
  h3: ({ children }) => <h5 className="mt-1 text-sm font-semibold text-ink">{children}</h5>,
  h4: ({ children }) => <h6 className="text-sm font-medium text-ink">{children}</h6>,
  a: ({ href, children }) =>
    href && /^https?:/.test(href) ? <TextLink href={href}>{children}</TextLink> : <>{children}</>,
  img: ({ alt }) => (alt ? <span className="text-ink-muted">[{alt}]</span> : null),
  ul: ({ children }) => <ul className="list-disc space-y-1 pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal space-y-1 pl-5">{children}</ol>,
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 border-line-strong pl-3 text-ink-muted">
      {children}
    </blockquote>
  ),
  pre: ({ children }) => (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must scroll by keyboard too
      tabIndex={0}
      className="overflow-x-auto rounded-md border bg-sunken px-3 py-2 font-mono text-xs leading-5 [&_code]:bg-transparent [&_code]:p-0"
    >
      {children}
    </pre>
  ),
  code: ({ children }) => (
    <code className="rounded-xs bg-sunken px-1 py-px font-mono text-xs">{children}</code>
  ),
  table: ({ children }) => (
    // Words stay whole: a narrow table scrolls.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must scroll by keyboard too
    <div tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-left text-sm wrap-break-word">{children}</table>
    </div>
  ),
  th: ({ children }) => (
    <th className="border-b border-line-strong py-1 pr-4 text-xs font-medium text-ink-muted">
      {children}
    </th>
  ),
  td: ({ children }) => <td className="border-b py-1.5 pr-4 align-top">{children}</td>,
};

/** Markdown as pages of ours show it. Raw HTML in it is shown as text. */
export function ReadmeMarkdown({ text }: { text: string }) {
  return (
    <Markdown remarkPlugins={[remarkGfm]} components={components}>
      {text}
    </Markdown>
  );
}
