"""
What the engine shows: read-only pictures of cases, human tasks, the past, and what leaves for others.

The pictures of one page alone stand in modules of their own: `diagram`, `incidents`, `studio`.
"""

from engine.views.basics import Option, Page, Requirement
from engine.views.cases import CaseRow, CaseView, FactLine, IncidentRow, KeptMessage, OpenWait, TimelineEntry
from engine.views.deployments import Deployed
from engine.views.human_tasks import Choices, FieldView, HumanTaskRow, HumanTaskView, WorklistFilter
from engine.views.outgoing import Answer, DeliveryFilter, DeliveryRow, DeliveryStatus, OutgoingEvent, ReceiverRow, Send
from engine.views.people import Account, Session

__all__ = [
    "Account",
    "Answer",
    "CaseRow",
    "CaseView",
    "Choices",
    "DeliveryFilter",
    "DeliveryRow",
    "DeliveryStatus",
    "Deployed",
    "FactLine",
    "FieldView",
    "HumanTaskRow",
    "HumanTaskView",
    "IncidentRow",
    "KeptMessage",
    "OpenWait",
    "Option",
    "OutgoingEvent",
    "Page",
    "ReceiverRow",
    "Requirement",
    "Send",
    "Session",
    "TimelineEntry",
    "WorklistFilter",
]
