"""The steps of a scope in the order they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.definitions.bpmn import children, flow_nodes, id_of, ways
from engine.definitions.xml import Element


def in_order(scope: Element) -> list[Element]:
    """
    A scope's nodes along its arrows: none before one that leads to it, but where the arrows go in a ring.

    Where the arrows part, the first that was drawn is followed first.
    """
    nodes = {id_of(node): node for node in flow_nodes(scope)}
    onward: dict[str, list[str]] = {node: [] for node in nodes}
    attached: dict[str, list[str]] = {node: [] for node in nodes}
    for event in children(scope, "boundaryEvent"):
        attached.get(event.get("attachedToRef", ""), []).append(id_of(event))
    led_to = set()
    for source, target in ways(scope):
        if source in nodes and target in nodes:
            onward[source].append(target)
            led_to.add(target)
    on_edge = {event for events in attached.values() for event in events}
    for host, events in attached.items():
        onward[host] += [target for event in events for target in onward[event]]
    free = [node for node in nodes if node not in on_edge]
    begins = [node for node in free if node not in led_to]
    rings = [[node] for node in free if node in led_to]  # seen by then, or in a ring that nothing leads into
    ordered = _before_what_follows([begins, *rings], onward)
    return [nodes[each] for node in ordered if node not in on_edge for each in (node, *attached[node])]


def _before_what_follows(groups: Iterable[Sequence[str]], onward: Mapping[str, Sequence[str]]) -> list[str]:
    """Each group's reverse post-order from a depth-first walk; a stack, as a drawing may be a chain of thousands."""
    seen: set[str] = set()
    ordered: list[str] = []
    for group in groups:
        finished: list[str] = []
        for begin in reversed(group):
            if begin not in seen:
                finished += _finished_from(begin, onward, seen)
        ordered += reversed(finished)
    return ordered


def _finished_from(begin: str, onward: Mapping[str, Sequence[str]], seen: set[str]) -> Iterator[str]:
    """What is reached from a node and was not seen, each after all that it leads to."""
    seen.add(begin)
    stack = [(begin, iter(reversed(onward[begin])))]
    while stack:
        node, rest = stack[-1]
        following = next((target for target in rest if target not in seen), None)
        if following is None:
            yield node
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(reversed(onward[following]))))
