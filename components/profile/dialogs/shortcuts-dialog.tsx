import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useCommandKey } from "@/components/ui/use-command-key";

/** Stands for ⌘ or Ctrl, whichever this computer's shortcuts begin with. */
const mod = "mod";

const groups: { title: string; keys: [string[], string][] }[] = [
  {
    title: "In the stack",
    keys: [
      [["↑", "↓"], "Move between layers"],
      [["Enter"], "Open the layer"],
      [["Alt", "↑ / ↓"], "Move an add-on"],
      [["Del"], "Remove the layer (can be undone)"],
      [["A"], "Add a layer"],
      [["R"], "Replace the pack"],
      [["D"], "Duplicate an add-on"],
      [["Space"], "On the handle: pick up, move with the arrow keys, drop"],
    ],
  },
  {
    title: "In the editor",
    keys: [
      [["Ctrl", "Space"], "Show suggestions"],
      [["F8"], "Next problem"],
      [["Alt", "Z"], "Toggle word wrap"],
      [["Ctrl", "M"], "Toggle Tab key focus"],
      [["Esc"], "Back to the stack"],
    ],
  },
  {
    title: "Everywhere",
    keys: [
      [[mod, "S"], "Save the draft"],
      [[mod, "Z"], "Undo (including presets and moves)"],
      [[mod, "Shift", "Z"], "Redo"],
      [[mod, "K"], "Search and commands"],
      [["?"], "Keyboard shortcuts"],
    ],
  },
];

/** Every key of the builder, named as on this computer. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const commandKey = useCommandKey();
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title="Keyboard shortcuts">
      <div className="space-y-4">
        {groups.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-1 text-xs font-semibold text-ink-muted">{title}</h3>
            <dl className="divide-y">
              {keys.map(([combination, meaning]) => (
                <div key={meaning} className="flex items-center justify-between gap-4 py-1.5">
                  <dt className="text-sm text-ink">{meaning}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {combination.map((key) => (
                      <Kbd key={key}>{key === mod ? commandKey : key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
