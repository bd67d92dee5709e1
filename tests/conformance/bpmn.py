"""A small builder of BPMN text."""

from __future__ import annotations

from itertools import count, pairwise

_NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:sag="urn:sagsgang:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_flow_ids = count(1)


def definitions(*parts: str) -> bytes:
    return f'<bpmn:definitions {_NAMESPACES} id="d" targetNamespace="t">{"".join(parts)}</bpmn:definitions>'.encode()


def process(*parts: str) -> str:
    return element("process", "P", *parts, isExecutable="true")


def diagram(*parts: str) -> bytes:
    """A file with nothing but the process P."""
    return definitions(process(*parts))


def element(tag: str, id: str, *inner: str, **attributes: str) -> str:  # noqa: A002  # BPMN's own name
    """`camunda__topic="x"` becomes `camunda:topic="x"`."""
    text = "".join(f' {name.replace("__", ":")}="{value}"' for name, value in attributes.items())
    return f'<bpmn:{tag} id="{id}"{text}>{"".join(inner)}</bpmn:{tag}>'


def start(id: str = "s", *inner: str) -> str:  # noqa: A002
    return element("startEvent", id, *inner)


def end(id: str = "e", *inner: str) -> str:  # noqa: A002
    return element("endEvent", id, *inner)


def user(id: str, *inner: str, **attributes: str) -> str:  # noqa: A002
    return element("userTask", id, *inner, **attributes)


def flow(source: str, target: str, condition: str | None = None, id: str | None = None) -> str:  # noqa: A002
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    return element("sequenceFlow", id or f"q{next(_flow_ids)}", inner, sourceRef=source, targetRef=target)


def chain(*ids: str) -> str:
    """Sequence flows from each to the next."""
    return "".join(flow(a, b) for a, b in pairwise(ids))


def boundary(host: str, id: str, trigger: str, *, interrupting: bool = True) -> str:  # noqa: A002
    return element("boundaryEvent", id, trigger, attachedToRef=host, cancelActivity=str(interrupting).lower())


def catch(id: str, trigger: str) -> str:  # noqa: A002
    return element("intermediateCatchEvent", id, trigger)


def throw(id: str, trigger: str = "", *inner: str) -> str:  # noqa: A002
    return element("intermediateThrowEvent", id, *inner, trigger)


def message(name: str) -> str:
    """A message event definition; declare it with `message_root`."""
    return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'


def message_root(*names: str) -> str:
    return "".join(f'<bpmn:message id="m_{name}" name="{name}"/>' for name in names)


def timer(text: str = "P1D", kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"


def condition(text: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


def error(code: str | None = None) -> str:
    return f'<bpmn:errorEventDefinition errorRef="err_{code}"/>' if code else "<bpmn:errorEventDefinition/>"


def escalation(code: str | None = None) -> str:
    return (
        f'<bpmn:escalationEventDefinition escalationRef="esc_{code}"/>' if code else "<bpmn:escalationEventDefinition/>"
    )


def code_roots(*codes: str) -> str:
    """Declare errors and escalations with these codes."""
    return "".join(
        f'<bpmn:error id="err_{c}" name="{c}" errorCode="{c}"/>'
        f'<bpmn:escalation id="esc_{c}" name="{c}" escalationCode="{c}"/>'
        for c in codes
    )


def repeated(
    *,
    sequential: bool = False,
    times: str | None = None,
    over: str | None = None,
    item: str | None = None,
    until: str | None = None,
    result: tuple[str, str] | None = None,
) -> str:
    """Multi-instance: so many times, or over a list; `result` is (list, each body's variable)."""
    attributes = f' camunda:collection="{over}"' if over else ""
    attributes += f' camunda:elementVariable="{item}"' if item else ""
    inner = f"<bpmn:loopCardinality>{times}</bpmn:loopCardinality>" if times else ""
    if result:
        inner += f'<bpmn:loopDataOutputRef>{result[0]}</bpmn:loopDataOutputRef><bpmn:outputDataItem id="{result[1]}"/>'
    inner += f"<bpmn:completionCondition>{until}</bpmn:completionCondition>" if until else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"{attributes}>{inner}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def looped(again: str | None = None, *, before: bool = False, at_most: int | None = None) -> str:
    """A standard loop."""
    inner = f"<bpmn:loopCondition>{again}</bpmn:loopCondition>" if again else ""
    most = f' loopMaximum="{at_most}"' if at_most is not None else ""
    return (
        f'<bpmn:standardLoopCharacteristics testBefore="{str(before).lower()}"{most}>{inner}'
        "</bpmn:standardLoopCharacteristics>"
    )


def ad_hoc(id: str, *inner: str, until: str | None = None, **attributes: str) -> str:  # noqa: A002
    condition = f"<bpmn:completionCondition>{until}</bpmn:completionCondition>" if until else ""
    return element("adHocSubProcess", id, *inner, condition, **attributes)


def extension(*inner: str) -> str:
    return f"<bpmn:extensionElements>{''.join(inner)}</bpmn:extensionElements>"


def mapping(**parameters: str) -> str:
    """Input parameters; a name that begins with `out_` is an output parameter."""
    rows = "".join(
        f'<camunda:outputParameter name="{name[4:]}">{text}</camunda:outputParameter>'
        if name.startswith("out_")
        else f'<camunda:inputParameter name="{name}">{text}</camunda:inputParameter>'
        for name, text in parameters.items()
    )
    return f"<camunda:inputOutput>{rows}</camunda:inputOutput>"


def signal(name: str) -> str:
    """A signal event definition; declare it with `signal_root`."""
    return f'<bpmn:signalEventDefinition signalRef="sig_{name}"/>'


def signal_root(*names: str) -> str:
    return "".join(f'<bpmn:signal id="sig_{name}" name="{name}"/>' for name in names)


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def compensate(activity: str | None = None, **attributes: str) -> str:
    """A compensation event definition: of all, or of one activity."""
    attributes |= {"activityRef": activity} if activity else {}
    text = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<bpmn:compensateEventDefinition{text}/>"


def undone_by(host: str, handler: str, drawn: str | None = None) -> str:
    """The compensation event `c_<host>` on an activity and its handler: a user task, or what is `drawn`."""
    return (
        boundary(host, f"c_{host}", compensate())
        + (drawn or user(handler, isForCompensation="true"))
        + f'<bpmn:association sourceRef="c_{host}" targetRef="{handler}"/>'
    )


def event_subprocess(id: str, trigger: str, *inner: str, interrupting: bool = True) -> str:  # noqa: A002
    """An event sub-process that begins at `<id>_s`."""
    begins = element("startEvent", f"{id}_s", trigger, **({} if interrupting else {"isInterrupting": "false"}))
    return element("subProcess", id, begins, *inner, triggeredByEvent="true")


def handling(id: str, trigger: str, *, interrupting: bool = True) -> str:  # noqa: A002
    """An event sub-process that holds the user task `<id>_A`."""
    inside = user(f"{id}_A"), end(f"{id}_e"), chain(f"{id}_s", f"{id}_A", f"{id}_e")
    return event_subprocess(id, trigger, *inside, interrupting=interrupting)


def embedded(id: str, *inner: str, tag: str = "subProcess") -> str:  # noqa: A002
    """An embedded sub-process, or a transaction, that begins at `<id>_s`."""
    return element(tag, id, start(f"{id}_s"), *inner)


CANCEL = "<bpmn:cancelEventDefinition/>"
TERMINATE = "<bpmn:terminateEventDefinition/>"
