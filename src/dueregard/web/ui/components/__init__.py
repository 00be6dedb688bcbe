"""What every other app takes from the interface: refusals, statuses, lists, drawings, form fields, problem pages.

The public names are gathered here, so that an app writes `from dueregard.web.ui.components import NotAllowed`
whichever file it stands in.
"""

from dueregard.web.ui.components.drawings import Line
from dueregard.web.ui.components.fields import DayField, FileField, FilesField
from dueregard.web.ui.components.lists import Filter, Listing, Order, Page, cut, paginate, read_listing
from dueregard.web.ui.components.problems import Problem, problem_page, wants_text
from dueregard.web.ui.components.refusals import Gone, NotAllowed, TooMany
from dueregard.web.ui.components.statuses import LOOKS, status_words
from dueregard.web.ui.components.tables import table_response

__all__ = [
    "LOOKS",
    "DayField",
    "FileField",
    "FilesField",
    "Filter",
    "Gone",
    "Line",
    "Listing",
    "NotAllowed",
    "Order",
    "Page",
    "Problem",
    "TooMany",
    "cut",
    "paginate",
    "problem_page",
    "read_listing",
    "status_words",
    "table_response",
    "wants_text",
]
