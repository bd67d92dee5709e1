"""Descriptions that were never meant to run: they get one line, not fifty."""

from __future__ import annotations

from engine.definitions.bpmn import BPMN, bpmn, children, flow_nodes, is_bpmn, local, scopes
from engine.definitions.xml import Element, line_of
from engine.errors import Finding

_PICTURES = (
    (
        ("choreography", "globalChoreographyTask"),
        "Filen er en koreografi: den viser, hvem der skriver til hvem, og ikke arbejde, der udføres.",
    ),
    (
        ("globalConversation", "conversation", "subConversation", "callConversation", "conversationLink"),
        "Filen er en samtaleoversigt: den viser, hvem der taler sammen, og ikke arbejde, der udføres.",
    ),
    (("participant",), "Filen viser kun parter, der udveksler beskeder; ingen af dem er tegnet indeni."),
)
_INSTEAD = "Skal noget af det køre, så tegn det arbejde, én af parterne gør, som en proces med start, opgaver og slut."


def not_a_process(root: Element, file: str) -> Finding | None:
    """Why nothing in a file could run however it was finished, or None."""
    message = _reason(root)
    return None if message is None else Finding(file, line_of(root), root.get("id") or "", "not-a-process", message)


def _reason(root: Element) -> str | None:
    if not str(root.tag).startswith(f"{{{BPMN}}}"):
        return (
            "Filen er ikke skrevet i BPMN 2.0's navnerum, så ingen af dens elementer kan genkendes. "
            "Gem eller eksportér den igen som BPMN 2.0."
        )
    processes = list(children(root, "process"))
    if any(next(flow_nodes(process), None) is not None for process in processes):
        return _loose(processes)
    for names, what in _PICTURES:
        if next(root.iter(*map(bpmn, names)), None) is not None:
            return f"{what} {_INSTEAD}"
    if any(is_bpmn(each) and local(each) not in {"process", "collaboration"} for each in root):
        return f"Filen beskriver kun ord, data eller noter; der er intet arbejde tegnet i den. {_INSTEAD}"
    return f"Diagrammet er tomt: der er intet tegnet, som kan køre. {_INSTEAD}"


def _loose(processes: list[Element]) -> str | None:
    """Boxes that no arrow joins are a list or a map, not a flow of work."""
    inside = [scope for process in processes for scope in scopes(process)]
    boxes = sum(1 for scope in inside for _ in flow_nodes(scope))
    joined = any(
        local(scope) == "adHocSubProcess" or next(children(scope, "sequenceFlow"), None) is not None for scope in inside
    )
    if boxes < 2 or joined:
        return None
    return (
        f"Tegningen har {boxes} elementer og ingen pile imellem dem, så den er en oversigt og ikke et forløb. "
        "Tegn pile i den rækkefølge, arbejdet gøres."
    )
