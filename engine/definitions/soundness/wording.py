"""What was found, in the words of whoever drew it: what, why it matters, the way that shows it, what to draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.definitions.bpmn import FLOW_NODES, GATEWAYS, SCOPES, described
from engine.definitions.soundness.graph import closure
from engine.definitions.soundness.keeping import Ring
from engine.definitions.soundness.net import Move, Net
from engine.definitions.soundness.reading import Circle, Crowd, Standstill
from engine.definitions.soundness.scope import Scope
from engine.definitions.soundness.unreached import Unreached
from engine.definitions.wording import sentence

_MOST_NAMES = 9
_CHOOSING = {"exclusiveGateway", "eventBasedGateway"}


def standstill(net: Net, found: Standstill) -> str:
    scope, door = net.scope, found.door
    join = _called(scope, found.join.node)
    route = _route(scope, found.trace.path)
    if found.join.reach is not None:
        return sentence(
            f"{join} venter på, at andre veje bliver færdige, og de venter på den. Sagen går i stå. {route} "
            "Tegn vejene, så ingen af dem skal vente på noget, der først kommer efter dem selv."
        )
    from_where = _listed(_called(scope, net.source(place)) for place in found.missing)
    when = _when(net, door.move or found.lost)
    if door.sure:
        never = f"{when}kommer der aldrig noget" if when else "der kommer aldrig noget"
        says = f"{join} venter på alle sine pile, men {never} fra {from_where}. Sagen går i stå."
        if _begins_again(net, found):
            says = (
                f"{join} venter på alle sine pile, men {when}begynder også det forfra, som allerede venter der, og det "
                f"ene bliver aldrig hentet. Sagen går i stå."
            )
    else:
        says = (
            f"{join} venter på alle sine pile. {sentence(when)}kan det ske, at der aldrig kommer noget fra "
            f"{from_where}, og så går sagen i stå. Det kommer an på, hvad der ellers er valgt: udelukker betingelserne "
            "det, er der ikke noget galt."
        )
    return sentence(f"{says} {route} {_join_remedy(net, found)}")


def crowd(net: Net, found: Crowd) -> str:
    scope = net.scope
    node = _called(scope, found.node)
    split = next((move for move in reversed(found.trace.moves) if len(move.gives) > 1), None)
    says = f"{node} gøres to gange"
    if scope.kind(found.node) in GATEWAYS:
        says = f"{node} venter ikke på de andre veje: {_first_work(scope, found.node)}"
    remedy = (
        "Slet den ene pil."
        if split is not None and _twice(net, split)
        else "Skal det kun ske én gang, så saml vejene med en parallel gateway, eller med en inklusiv, hvis ikke alle "
        "altid er i gang."
    )
    why = f", fordi {_cause(net, split)}" if split is not None and split.node else ""
    return sentence(f"{says}{why}. {_route(scope, found.trace.path)} {remedy}")


def pile(net: Net, found: Crowd) -> str:
    scope = net.scope
    return sentence(
        f"det hober sig op foran {_called(scope, found.node)}: hver runde i en ring sætter noget i gang, som ikke "
        f"bliver samlet igen. Det er ikke bevist, at sagen altid kan nå en slutning. {_route(scope, found.trace.path)} "
        "Saml det, som ringen sætter i gang, før den begynder forfra."
    )


def circle(net: Net, found: Circle, *, waits: bool) -> str:
    scope = net.scope
    first = _called(scope, found.nodes[0])
    often = "" if found.door.sure else " Det kommer an på, hvad der ellers er valgt."
    if waits and any(scope.kind(name) == "endEvent" for name in closure(found.nodes, scope.after)):
        says = f"{first} er i en ring, som bliver ved med at sætte noget nyt i gang: sagen slutter aldrig.{often}"
    elif waits:
        says = f"fra {first} kan ingen sluthændelse nås: sagen bliver ved med at gå i ring og slutter aldrig.{often}"
    else:
        says = f"{first} er i en ring uden udgang, som ikke venter på noget: den kører, til motoren stopper den.{often}"
    return sentence(f"{says} {_route(scope, found.trace.path)} Tegn en vej ud af ringen til en sluthændelse.")


def idle_ring(scope: Scope, ring: Ring, first: str, path: Sequence[str]) -> str:
    often = "går sagen den vej én gang, går den den altid."
    if not ring.sure:
        often = (
            f"går sagen den vej én gang, går den den altid. Det kommer an på, hvad der vælges ved "
            f"{_listed(_called(scope, name) for name in ring.choosing)}: udelukker betingelserne det, er der ikke "
            "noget galt."
        )
    return sentence(
        f"{_called(scope, first)} er med i en ring, hvor intet venter og intet ændrer sig: {often} "
        f"{_route(scope, path)} Sæt en opgave, en tid eller en anden ventende hændelse ind i ringen."
    )


def unreached(scope: Scope, found: Unreached) -> str:
    node, source = described(scope.nodes[found.node]), _called(scope, found.source)
    more = ", og det, der kun nås gennem den, heller ikke" if len(found.behind) > 1 else ""
    kind = scope.kind(found.source)
    why = f"der kommer aldrig noget videre fra {source}"
    if kind in {"parallelGateway", "inclusiveGateway"}:
        why = f"{source} venter på alle sine pile, men får aldrig noget ad dem alle"
    elif kind in SCOPES:
        why = (
            f"{source} bliver aldrig færdig på almindelig måde, men slutter altid med en fejl, en annullering eller en "
            "eskalering, og så går sagen ikke den vej"
        )
    elif kind == "intermediateThrowEvent":
        why = f"{source} afbryder altid det, den er en del af"
    return sentence(f"{node} bliver aldrig nået{more}: {why}. Tegn vejen dertil om, eller slet den.")


def unproven(scope: Scope) -> str:
    return sentence(
        f"{described(scope.element)} er for sammensat til at blive tjekket helt: det er ikke bevist, at sagen altid "
        "kan nå en slutning. Del den op med delprocesser eller kald, så kan hver del bevises."
    )


def _called(scope: Scope, name: str) -> str:
    """An element by its name; one without a name by what is beside it, as its id says nothing to anybody."""
    node = scope.nodes[name]
    if (node.get("name") or "").strip():
        return described(node)
    before = _named(scope, (flow.source for flow in scope.into[name]))
    after = _named(scope, (flow.target for flow in scope.out[name]))
    if not before and not after:
        return described(node)
    others = " og andre" if len(before or after) > 1 else ""
    where = f"efter {before[0]}" if before else f"før {after[0]}"
    return f"{FLOW_NODES[scope.kind(name)]} {where}{others}"


def _named(scope: Scope, names: Iterable[str]) -> list[str]:
    return [_label(scope, name) for name in dict.fromkeys(names) if (scope.nodes[name].get("name") or "").strip()]


def _join_remedy(net: Net, found: Standstill) -> str:
    scope = net.scope
    sources = {net.source(place) for place in found.missing}
    begins = [net.places[place].node for move in net.begins for place in move.gives if place != net.spare]
    join = found.join.node
    without = closure(begins, lambda name: scope.after(name) if name != join else ())
    after: set[str] = closure([join], scope.after)
    if sources & (after - without):
        return "Pilen kommer fra noget efter gatewayen selv: før den ind gennem en eksklusiv gateway foran i stedet."
    come: set[str] = closure(begins, scope.after)
    if sources - come - {event for name in come for event in scope.boundary[name]}:
        return "Ingen vej fører dertil: tegn den, eller slet pilen."
    if _begins_again(net, found):
        return f"Lad vejen tilbage begynde efter {_called(scope, join)}, så alt er færdigt, før det begynder forfra."
    choice = found.door.move or found.lost
    if choice is not None and choice.node in after - without:
        return "Vejen tilbage fører ind mellem delingen og samlingen: før den tilbage til før delingen i stedet."
    return _choice_remedy(scope, found.lost)


def _begins_again(net: Net, found: Standstill) -> bool:
    """Whether the choice leads back, past what waits at the join, to where that was set off."""
    choice, scope = found.door.move, net.scope
    if choice is None or choice.choice != "data":
        return False
    targets = [net.places[place].node for place in choice.gives if place != net.spare]
    back = closure(targets, lambda name: scope.after(name) if name != found.join.node else ())
    waiting = {net.source(place) for place in found.join.places if place not in found.missing}
    return choice.node in back and bool(waiting & back)


def _choice_remedy(scope: Scope, choice: Move | None) -> str:
    if choice is None:
        return "Sørg for, at der altid kommer noget ad alle pilene, eller saml med en eksklusiv gateway."
    boundary = [name for name in choice.passes if scope.kind(name) == "boundaryEvent"]
    if boundary:
        return (
            f"Før også vejen fra {_called(scope, boundary[0])} hen, hvor der ventes, eller lad den ende i en "
            "afsluttende sluthændelse (terminate)."
        )
    events = scope.boundary[choice.node]
    if events and choice.choice == "event":
        instead = all(scope.interrupts(event) for event in events)
        often = (
            f"sker kun i stedet for, at {_called(scope, choice.node)} bliver færdig" if instead else "sker ikke altid"
        )
        how = "eksklusiv" if instead else "inklusiv"
        return f"{sentence(_called(scope, events[0]))} {often}: saml vejene med en {how} gateway."
    if scope.kind(choice.node) in _CHOOSING:
        return (
            f"{sentence(_called(scope, choice.node))} går kun én vej: saml vejene med en eksklusiv gateway, "
            "eller del dem med en parallel."
        )
    return f"{sentence(_called(scope, choice.node))} går ikke altid alle veje: saml vejene med en inklusiv gateway."


def _when(net: Net, move: Move | None) -> str:
    """`når vejen til »Afslag« vælges i gatewayen »Godkendt?«, `; empty when it is always so."""
    scope = net.scope
    if move is None or move.choice == "none":
        return ""
    boundary = [name for name in move.passes if scope.kind(name) == "boundaryEvent"]
    if boundary:
        return f"når {_called(scope, boundary[0])} sker, "
    if scope.boundary[move.node] and move.choice == "event":
        return f"når {_called(scope, move.node)} bliver færdig, uden at hændelsen på kanten sker, "
    names = _listed(_flow_name(net, place) for place in move.gives if place != net.spare)
    ways = "vejen" if len(move.gives) == 1 else "kun vejene"
    return f"når {ways} {names} vælges ved {_called(scope, move.node)}, "


def _flow_name(net: Net, place: int) -> str:
    here = net.places[place]
    flow = next((f for f in net.scope.out[net.source(place)] if f.id == here.flow), None)
    drawn = next((e for e in net.scope.element if flow is not None and flow.id and e.get("id") == flow.id), None)
    name = " ".join((drawn.get("name") or "").split()) if drawn is not None else ""
    return f"»{name}«" if name else f"til {_called(net.scope, here.node)}"


def _twice(net: Net, split: Move) -> bool:
    """Whether two flows lead from one node to the same other."""
    drawn = [place for place in split.gives if place != net.spare]
    return len(drawn) > len({net.places[place].node for place in drawn})


def _first_work(scope: Scope, gateway: str) -> str:
    """What is done twice behind a gateway."""
    beyond = closure([gateway], lambda name: scope.after(name) if scope.kind(name) in GATEWAYS else ())
    last = [name for name in scope.nodes if name in beyond and scope.kind(name) not in GATEWAYS]
    work = [name for name in last if scope.kind(name) != "endEvent"]
    if last and not work:
        return f"{_called(scope, last[0])} nås to gange, og sagen slutter først den sidste gang"
    done = _listed(_called(scope, name) for name in work) if 0 < len(work) < 3 else "det, der kommer efter den,"
    return f"{done} gøres to gange"


def _cause(net: Net, split: Move) -> str:
    scope = net.scope
    boundary = [name for name in split.passes if scope.kind(name) == "boundaryEvent"]
    if boundary:
        return f"{_called(scope, boundary[0])} ikke afbryder, så begge veje går på én gang"
    if _twice(net, split):
        return f"der er flere pile fra {_called(scope, split.node)} til det samme"
    if scope.kind(split.node) == "parallelGateway" or split.choice == "none":
        return f"{_called(scope, split.node)} sætter flere veje i gang på én gang"
    return f"{_called(scope, split.node)} kan sætte flere veje i gang på én gang"


def _route(scope: Scope, path: Iterable[str]) -> str:
    names = [_label(scope, name) for name in path if name in scope.nodes]
    if len(names) > _MOST_NAMES:
        names = [*names[:2], "…", *names[-(_MOST_NAMES - 2) :]]
    return f"Vejen dertil: {' → '.join(names)}." if names else ""


def _label(scope: Scope, name: str) -> str:
    text = " ".join((scope.nodes[name].get("name") or "").split())
    return f"»{text[:60]}«" if text else FLOW_NODES[scope.kind(name)]


def _listed(texts: Iterable[str]) -> str:
    every = list(dict.fromkeys(texts))
    return " og ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else "".join(every)
