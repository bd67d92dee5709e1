"""A process library in which an instance can stand in every kind of element; each process is begun by its message."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

from tests.unit.runtime.toy import field, flow, form, process, user

MAIN = "guld"
_MANIFEST = """\
noegle: guld
navn: Guldprøver
hovedproces: guld
emne: sag.proeve.navn
roller: {sagsbehandler: Sagsbehandler}
"""
_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "proeve": {
            "type": "object",
            "title": "Prøve",
            "properties": {
                "navn": {"type": "string", "title": "Navn"},
                "klar": {"type": "boolean", "title": "Klar"},
                "vej": {"type": "string", "title": "Vej"},
            },
        }
    },
}


def _task(name: str, inner: str = "", **more: str) -> str:
    return user(name, "kort", inner=inner, **more)


def _end(name: str, inner: str = "") -> str:
    return f'<bpmn:endEvent id="{name}">{inner}</bpmn:endEvent>'


def _timer(text: str, kind: str = "timeDuration") -> str:
    return (
        f"<bpmn:timerEventDefinition><bpmn:{kind} "
        f'xsi:type="bpmn:tFormalExpression">{text}</bpmn:{kind}></bpmn:timerEventDefinition>'
    )


def _message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="M_{name}"/>'


def _catch(name: str, trigger: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{name}" name="{name}">{trigger}</bpmn:intermediateCatchEvent>'


def _boundary(host: str, name: str, trigger: str, *, interrupting: bool = False) -> str:
    cancels = str(interrupting).lower()
    return (
        f'<bpmn:boundaryEvent id="{name}" name="{name}" attachedToRef="{host}" cancelActivity="{cancels}">{trigger}'
        "</bpmn:boundaryEvent>"
    )


def _gateway(kind: str, name: str, **more: str) -> str:
    extra = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<bpmn:{kind} id="{name}" name="{name}"{extra}/>'


def _box(name: str, *inner: str, tag: str = "subProcess", **more: str) -> str:
    extra = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<bpmn:{tag} id="{name}" name="{name}"{extra}>{"".join(inner)}</bpmn:{tag}>'


def _chain(*names: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(names))


def _start(name: str) -> str:
    return f'<bpmn:startEvent id="{name}"/>'


_UNDO = "<bpmn:compensateEventDefinition/>"
_CONDITION = (
    '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">sag.proeve.klar = true'
    "</bpmn:condition></bpmn:conditionalEventDefinition>"
)
_MANY = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="{}"><bpmn:loopCardinality '
    'xsi:type="bpmn:tFormalExpression">3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>'
)
_AGAIN = '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'
_DONE = _end("Slut")


def _undoable(task: str) -> str:
    """A task with its compensation."""
    tie = f'<bpmn:association id="{task}_tie" sourceRef="{task}_fortryd" targetRef="{task}_om"/>'
    return _task(task) + _boundary(task, f"{task}_fortryd", _UNDO, interrupting=True) + _task(
        f"{task}_om", isForCompensation="true"
    ) + tie  # fmt: skip


def _listener(name: str, trigger: str, task: str) -> str:
    """An event sub-process that interrupts nothing."""
    start = f'<bpmn:startEvent id="{name}_hoer" isInterrupting="false">{trigger}</bpmn:startEvent>'
    ends = _end(f"{name}_slut")
    return _box(name, start, _task(task), ends, _chain(f"{name}_hoer", task, f"{name}_slut"), triggeredByEvent="true")


# What each process is after its start event `S`, by the kind of standing. It begins by the message of its name.
PROCESSES: dict[str, str] = {
    "opgave": _task("Opgave", camunda__dueDate="P14D")
    + _boundary("Opgave", "Rykker", _timer("P1M"))
    + _task("Ryk")
    + _end("Rykket")
    + _boundary("Opgave", "Trukket", _message("trukket"), interrupting=True)
    + _end("Trukket_slut")
    + _DONE
    + _chain("S", "Opgave", "Slut")
    + _chain("Rykker", "Ryk", "Rykket")
    + _chain("Trukket", "Trukket_slut"),
    "tid": _catch("Vent", _timer("P1M")) + _task("Efter") + _DONE + _chain("S", "Vent", "Efter", "Slut"),
    "besked": _catch("Hoer", _message("svar")) + _task("Efter") + _DONE + _chain("S", "Hoer", "Efter", "Slut"),
    "betingelse": _catch("Klar", _CONDITION) + _task("Efter") + _DONE + _chain("S", "Klar", "Efter", "Slut"),
    "modtag": '<bpmn:receiveTask id="Modtag" name="Modtag" messageRef="M_svar"/>'
    + _task("Efter")
    + _DONE
    + _chain("S", "Modtag", "Efter", "Slut"),
    "valg": _gateway("eventBasedGateway", "Valg")
    + _catch("Sent", _timer("P2M"))
    + _catch("Svaret", _message("svar"))
    + _task("For_sent")
    + _task("Efter")
    + _end("Slut_sent")
    + _DONE
    + _chain("S", "Valg", "Sent", "For_sent", "Slut_sent")
    + _chain("Valg", "Svaret", "Efter", "Slut"),
    "samling": _gateway("parallelGateway", "Del")
    + _task("A")
    + _task("B")
    + _gateway("parallelGateway", "Saml")
    + _task("Efter")
    + _DONE
    + _chain("S", "Del", "A", "Saml", "Efter", "Slut")
    + _chain("Del", "B", "Saml"),
    "inklusiv": _gateway("inclusiveGateway", "Del", default="Del_B")
    + _task("A")
    + _task("B")
    + _gateway("inclusiveGateway", "Saml")
    + _task("Efter")
    + _DONE
    + _chain("S", "Del")
    + flow("Del", "A", 'sag.proeve.vej != "x"')
    + flow("Del", "B")
    + flow("Del", "C", 'sag.proeve.vej != "x"')
    + _task("C")
    + _chain("A", "Saml", "Efter", "Slut")
    + _chain("B", "Saml")
    + _chain("C", "Saml"),
    "delproces": _box("Boks", _start("B0"), _task("Inde"), _end("B9"), _chain("B0", "Inde", "B9"))
    + _boundary("Boks", "Ur", _timer("R2/P1M", "timeCycle"))
    + _task("Paamind")
    + _end("Paamindet")
    + _DONE
    + _chain("S", "Boks", "Slut")
    + _chain("Ur", "Paamind", "Paamindet"),
    "transaktion": _box(
        "Handel",
        _start("H0"),
        _undoable("Koeb"),
        _task("Betal"),
        _end("H9", "<bpmn:cancelEventDefinition/>"),
        _chain("H0", "Koeb", "Betal", "H9"),
        tag="transaction",
    )
    + _boundary("Handel", "Annulleret", "<bpmn:cancelEventDefinition/>", interrupting=True)
    + _task("Efter")
    + _end("Slut_annulleret")
    + _DONE
    + _chain("S", "Handel", "Slut")
    + _chain("Annulleret", "Efter", "Slut_annulleret"),
    "fortryd": _undoable("Goer") + _task("Midt") + _end("Slut", _UNDO) + _chain("S", "Goer", "Midt", "Slut"),
    "lytter": _task("Opgave")
    + _DONE
    + _chain("S", "Opgave", "Slut")
    + _listener("Lyt", _message("hoert"), "Hoert")
    + _listener("Ur", _timer("P1M"), "Tiden_gik"),
    "flere": _task("Hver", _MANY.format("false")) + _DONE + _chain("S", "Hver", "Slut"),
    "efter_tur": _task("Hver", _MANY.format("true")) + _DONE + _chain("S", "Hver", "Slut"),
    "gentag": _task("Igen", _AGAIN) + _DONE + _chain("S", "Igen", "Slut"),
    # Its role can only be a lane's.
    "frit": '<bpmn:laneSet id="Baner"><bpmn:lane id="Bane" name="Sagsbehandler"><bpmn:flowNodeRef>Z_frit'
    "</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    + _box("Z_frit", _task("A_valgt"), _task("B_valgt"), tag="adHocSubProcess")
    + _DONE
    + _chain("S", "Z_frit", "Slut"),
    "signal": _gateway("parallelGateway", "Del")
    + _catch("Hoer", '<bpmn:signalEventDefinition signalRef="Sig"/>')
    + _task("Raab")
    + '<bpmn:intermediateThrowEvent id="Kald_ud" name="Kald ud"><bpmn:signalEventDefinition signalRef="Sig"/>'
    "</bpmn:intermediateThrowEvent>"
    + _task("Efter")
    + _end("Slut_raab")
    + _DONE
    + _chain("S", "Del", "Hoer", "Efter", "Slut")
    + _chain("Del", "Raab", "Kald_ud", "Slut_raab"),
    "kald": '<bpmn:callActivity id="Kald" name="Kald" calledElement="kaldt"/>' + _DONE + _chain("S", "Kald", "Slut"),
    "i_staa": _catch("Vent", _timer("P1D"))
    + _gateway("exclusiveGateway", "Vej")
    + _task("Hoejre")
    + _task("Venstre")
    + _end("Slut_v")
    + _DONE
    + _chain("S", "Vent", "Vej")
    + flow("Vej", "Hoejre", 'sag.proeve.vej = "h"')
    + flow("Vej", "Venstre", 'sag.proeve.vej = "v"')
    + _chain("Hoejre", "Slut")
    + _chain("Venstre", "Slut_v"),
}
MESSAGES = (*PROCESSES, "svar", "trukket", "hoert")


def write(folder: Path) -> Path:
    """The library's folder."""
    messages = "".join(f'<bpmn:message id="M_{name}" name="guld.{name}"/>' for name in MESSAGES)
    messages += '<bpmn:signal id="Sig" name="guld.signal"/>'
    texts = {
        "manifest.yaml": _MANIFEST,
        "case.schema.json": json.dumps(_SCHEMA),
        "forms/kort.form": form("kort", field("note")),
        "diagrams/guld.bpmn": process(MAIN, _start("S"), _task("Hold_aaben"), _DONE, _chain("S", "Hold_aaben", "Slut")),
        "diagrams/kaldt.bpmn": process("kaldt", _start("S"), _task("Inde"), _DONE, _chain("S", "Inde", "Slut")),
        **{
            f"diagrams/{name}.bpmn": process(
                name, f'<bpmn:startEvent id="S" name="{name}">{_message(name)}</bpmn:startEvent>', body, head=messages
            )
            for name, body in PROCESSES.items()
        },
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
