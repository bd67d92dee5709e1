"""Which node of the new diagram answers to one of the old, and whether a token may stand there instead."""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition

from engine.model import Obstacle
from engine.spiff.compiled import CompiledProcess
from engine.spiff.events import BoundaryEvent, Catching
from engine.spiff.multi_instance import MultiInstance
from engine.spiff.nodes import Node
from engine.spiff.process import ProcessSpec
from engine.spiff.triggers import Condition, Timer
from engine.spiff.whole import Whole

# What people call the elements a token can rest on, by the name of the node's class.
_WORDS: Mapping[str, str] = {
    "UserTask": "en opgave for en person",
    "ReceiveTask": "en modtageopgave",
    "ServiceTask": "en automatisk opgave",
    "CallActivity": "et kald af et andet forløb",
    "SubProcess": "en delproces",
    "Transaction": "en transaktion",
    "AdHoc": "en delproces, hvor der vælges frit",
    "EventSubProcess": "en hændelsesdelproces",
    "StandardLoop": "en aktivitet, der gentages, så længe en betingelse holder",
    "CompensationThrow": "en fortrydelse",
    "MultiInstance": "en aktivitet, der gentages for flere",
    "CatchEvent": "en hændelse, der ventes på",
    "BoundaryEvent": "en hændelse på en aktivitet",
    "EventGateway": "et valg efter den første hændelse",
    "ParallelGateway": "en samling af parallelle veje",
    "InclusiveGateway": "en samling af de veje, der blev valgt",
}

_TRIGGERS: Mapping[type, str] = {
    Timer: "et tidspunkt",
    Condition: "en betingelse",
    MessageEventDefinition: "en besked",
    SignalEventDefinition: "et signal",
}


class Places:
    """The way from one version's nodes to another's."""

    def __init__(self, new: CompiledProcess, mapping: Mapping[str, str]) -> None:
        self._new = new
        self._mapping = mapping

    def new_id(self, old: str) -> str:
        return self._mapping.get(old, old)

    def is_dropped(self, node: Node) -> bool:
        """Whether it was answered that nothing stands in a node's place."""
        return self.new_id(node.bpmn_id) == ""

    def inside(self, node: Node) -> ProcessSpec:
        return self._new.inside[node.bpmn_id]

    def of(self, node: Node, scope: ProcessSpec) -> Node | Obstacle:
        """The node of the new scope that a token at an old node goes to."""
        wanted = self.new_id(node.bpmn_id)
        found = scope.task_specs.get(wanted)
        if found is None:
            return self._not_here(node, wanted)
        if node.body_of is not None and isinstance(found, Whole):
            found = found.body
        return difference(node, found) or found

    def boundary(self, wanted: str) -> BoundaryEvent | None:
        """The event with this id, on whichever activity of the new diagram it stands."""
        specs = (self._new.spec, *self._new.inside.values())
        found = next((spec.task_specs[wanted] for spec in specs if wanted in spec.task_specs), None)
        return found if isinstance(found, BoundaryEvent) else None

    def _not_here(self, node: Node, wanted: str) -> Obstacle:
        for around, spec in (("", self._new.spec), *self._new.inside.items()):
            if wanted in spec.task_specs:
                text = f"{node.label} ligger nu {self._where(around)}; lad det gå videre først."
                return Obstacle(node.bpmn_id, "changed", text)
        gone = f"{node.label} findes ikke i den nye tegning"
        if wanted != node.bpmn_id:
            gone = f"{node.label} skulle svare til »{wanted}«, som ikke findes i den nye tegning"
        return Obstacle(node.bpmn_id, "missing", f"{gone}. Vælg det element, der er trådt i stedet.")

    def _where(self, frame: str) -> str:
        if not frame:
            return (
                "uden for sin delproces. Et forløb kan kun flyttes ud af en delproces, der ikke er i den nye tegning, "
                "og når intet i den kan fortrydes"
            )
        return (
            f"inde i delprocessen »{self._name(frame)}«. Et forløb kan kun flyttes ind i en delproces, der er ny i "
            "tegningen og udføres én gang, og når intet omkring den kan fortrydes"
        )

    def _name(self, element: str) -> str:
        for spec in (self._new.spec, *self._new.inside.values()):
            if element in spec.task_specs:
                return spec.task_specs[element].bpmn_name or element
        return element


def ids_of(definition: CompiledProcess) -> frozenset[str]:
    """The ids of a diagram's elements and sequence flows: what a mapping may name."""
    nodes = [node for spec in (definition.spec, *definition.inside.values()) for node in spec.task_specs.values()]
    return frozenset({node.bpmn_id for node in nodes} | {flow.id for node in nodes for flow in node.flows})


def difference(old: Node, new: Node) -> Obstacle | None:
    """Why a token at one node cannot stand at another; None when it can."""
    if type(old) is not type(new):
        return _other(old, f"var {_word(old)} og er nu {_word(new)}")
    if isinstance(old, Catching) and isinstance(new, Catching):
        before, after = _waited_for(old), _waited_for(new)
        if before != after:
            return _other(old, f"ventede på {before} og venter nu på {after}")
    if old.is_handler != new.is_handler:
        return _other(old, "fortryder noget, og det gør det, der er trådt i stedet, ikke")
    if isinstance(old, Whole) and isinstance(new, Whole) and type(old.body) is not type(new.body):
        return _other(old, f"gentog {_word(old.body)} og gentager nu {_word(new.body)}")
    if isinstance(old, MultiInstance) and isinstance(new, MultiInstance):
        return _other_turns(old, new)
    return None


def _waited_for(node: Catching) -> str:
    """What an event waits for, as people say it."""
    return next((word for kind, word in _TRIGGERS.items() if isinstance(node.trigger, kind)), "noget andet")


def _other_turns(old: MultiInstance, new: MultiInstance) -> Obstacle | None:
    if old.loop.sequential != new.loop.sequential:
        order = "efter hinanden" if old.loop.sequential else "på én gang"
        other = "på én gang" if old.loop.sequential else "efter hinanden"
        return _other(old, f"blev udført {order} for dem, den gentages for, og udføres nu {other}")
    if (old.loop.item is None) != (new.loop.item is None):
        return _other(old, "har fået en anden slags samling at gentage over")
    return None


def _other(node: Node, what: str) -> Obstacle:
    text = f"{node.label} {what}. Vælg et element af samme slags, eller lad forløbet gå videre først."
    return Obstacle(node.bpmn_id, "changed", text)


def _word(node: Node) -> str:
    return _WORDS.get(type(node).__name__, "et andet slags element")
