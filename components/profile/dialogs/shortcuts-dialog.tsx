import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const groups: { title: string; keys: [string[], string][] }[] = [
  {
    title: "In the stack",
    keys: [
      [["↑", "↓"], "Go from sheet to sheet"],
      [["Enter"], "Open the layer"],
      [["Alt", "↑ / ↓"], "Move an add-on"],
      [["Del"], "Remove the layer (with undo)"],
      [["A"], "Add a layer"],
      [["R"], "Replace the pack"],
      [["D"], "Duplicate an add-on"],
      [["Space"], "On the handle: lift, move with arrows, put down"],
    ],
  },
  {
    title: "In the editor",
    keys: [
      [["Ctrl", "Space"], "Keys and values that fit"],
      [["F8"], "Next problem"],
      [["Ctrl", "Z"], "Undo, presets too"],
      [["Ctrl", "M"], "Let Tab leave the editor"],
      [["Esc"], "Back to the stack"],
    ],
  },
  {
    title: "Everywhere",
    keys: [
      [["Ctrl", "S"], "Save the draft"],
      [["?"], "This list"],
    ],
  },
];

/** Every key of the builder. On a Mac, Ctrl is ⌘. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Keyboard"
      description="On a Mac, press ⌘ in place of Ctrl."
    >
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
                      <Kbd key={key}>{key}</Kbd>
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
