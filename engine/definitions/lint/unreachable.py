"""An element that no way leads to, or none that is ever gone, is never done, and whoever drew it thinks it is."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.definitions.lint.sound import unsound
from engine.definitions.soundness.graph import closure, components
from engine.definitions.soundness.scope import Scope
from engine.definitions.soundness.unreached import after
from engine.errors import Finding

RULE = "unreachable"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, element in all_scopes(bundle):
        scope = Scope(element)
        if local(element) == "adHocSubProcess" or not (scope.starts() or scope.implicit_starts()):
            continue  # without a start everything is unreachable; that is another rule's finding
        for name, behind in _never_reached(scope):
            more = ", og det, der kun nås gennem den, heller ikke" if len(behind) > 1 else ""
            message = f"{described(scope.nodes[name])} bliver aldrig nået{more}. Tegn en pil til den, eller slet den."
            yield finding(diagram, scope.nodes[name], RULE, message, path=tuple(behind))
    yield from unsound(bundle, RULE, "unreached")


def _never_reached(scope: Scope) -> Iterator[tuple[str, list[str]]]:
    """The first element of each way that never begins, with all that only such ways lead to."""
    apart = {name for name, node in scope.nodes.items() if node.get("isForCompensation") == "true"}
    # A link that nothing leaps to is another rule's finding, and so is all behind it.
    landings = [name for name in scope.nodes if scope.trigger(name) == "link" and not scope.into[name]]
    begins = [*(scope.starts() or scope.implicit_starts()), *scope.event_sub_processes(), *apart, *landings]
    reached = closure(begins, lambda name: after(scope, name))
    never = [name for name in scope.nodes if name not in reached and _hangs_together(scope, name)]
    rings = components(never, lambda name: (each for each in after(scope, name) if each not in reached))
    led_to: set[str] = set()
    for ring in rings:
        if led_to.isdisjoint(ring):
            first = min(ring, key=never.index)
            behind = closure([first], lambda name: (each for each in after(scope, name) if each not in reached))
            yield first, [first, *(name for name in never if name in behind - {first})]
        led_to |= {each for name in ring for each in after(scope, name)}


def _hangs_together(scope: Scope, name: str) -> bool:
    """What has no arrow at all, and a boundary event without a host, are other rules' findings."""
    return scope.kind(name) != "boundaryEvent" and bool(scope.into[name] or scope.out[name])
