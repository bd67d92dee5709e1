// One subject of the panel. It stays open or closed as it was left, whichever element is chosen next.
import { useState } from "preact/hooks";

const closed = new Set();

export function Group({ title, children }) {
  const [open, setOpen] = useState(!closed.has(title));
  function toggled(event) {
    setOpen(event.target.open);
    if (event.target.open) closed.delete(title);
    else closed.add(title);
  }
  return (
    <details class="md-group" open={open} onToggle={toggled}>
      <summary>{title}</summary>
      <div class="md-group-body">{children}</div>
    </details>
  );
}
