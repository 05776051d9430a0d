import { Logo, Mark } from "@/components/layout/logo";
import { Panel } from "@/components/ui/panel";

const grounds = ["canvas", "surface", "raised", "sunken", "hover", "accent-soft"];
const inks = [
  "ink",
  "ink-muted",
  "ink-faint",
  "accent-text",
  "ok-text",
  "info-text",
  "warn-text",
  "danger-text",
  "sim-text",
];
const layers = ["os", "k8s", "cni", "csi", "addon"];

/** Colour, type and mark. */
export function TokenExamples() {
  return (
    <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
      <Panel title="Colour">
        <div className="flex flex-col gap-3">
          {grounds.map((ground) => (
            <div
              key={ground}
              className="flex flex-wrap gap-x-3 rounded-md border px-3 py-1.5 text-xs"
              style={{ background: `var(--${ground})` }}
            >
              <span className="w-20 font-mono">{ground}</span>
              {inks.map((ink) => (
                <span key={ink} style={{ color: `var(--${ink})` }}>
                  {ink}
                </span>
              ))}
            </div>
          ))}
          <div className="flex flex-wrap gap-3">
            {layers.map((layer) => (
              <span key={layer} className="flex items-center gap-1.5 text-xs">
                <span
                  className="h-2 w-6 -skew-x-[35deg]"
                  style={{ background: `var(--layer-${layer})` }}
                />
                {layer}
              </span>
            ))}
          </div>
        </div>
      </Panel>
      <Panel title="Type and mark">
        <div className="flex flex-col gap-2">
          <p className="text-3xl font-semibold tracking-[-0.02em]">Thin layers, one stack</p>
          <p className="text-2xl font-semibold tracking-[-0.015em]">Compose a profile</p>
          <p className="text-xl font-semibold">Section heading</p>
          <p className="text-base">Body for reading, 14 px. Łódź, Ångström, naïve.</p>
          <p className="text-sm">Body of the console, 13 px, with figures 0123456789.</p>
          <p className="text-xs text-ink-muted">Quiet text, 12 px</p>
          <p className="font-mono text-xs">sha256:9f2c · kubectl get nodes · 0O 1lI</p>
          <div className="flex items-end gap-4 pt-2">
            <Mark className="size-4" />
            <Mark className="size-6" />
            <Mark className="size-12" />
            <Mark className="size-6 text-ink" />
            <Logo />
          </div>
        </div>
      </Panel>
    </div>
  );
}
