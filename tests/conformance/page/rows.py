"""All rows of the page."""

from tests.conformance.page.activity_rows import activity_rows
from tests.conformance.page.beside_rows import beside_rows
from tests.conformance.page.data_rows import data_rows
from tests.conformance.page.event_rows import event_rows
from tests.conformance.page.flow_rows import flow_rows

ROWS = [*activity_rows(), *flow_rows(), *event_rows(), *data_rows(), *beside_rows()]
