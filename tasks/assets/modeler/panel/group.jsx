// One subject of the panel. Left open or shut by somebody, it stays so, whichever element is chosen next.
import { useState } from "preact/hooks";

const left = new Map();

export function Group({ title, shut = false, children }) {
  const [open, setOpen] = useState(left.get(title) ?? !shut);
  function toggled(event) {
    if (event.target.open === open) return; // drawn so, not pressed
    setOpen(event.target.open);
    left.set(title, event.target.open);
  }
  return (
    <details class="md-group" open={open} onToggle={toggled}>
      <summary>{title}</summary>
      <div class="md-group-body">{children}</div>
    </details>
  );
}
