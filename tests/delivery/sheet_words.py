"""Words and headings that the sheets of the tests share."""

from datetime import timedelta

from tests.partners.people import NOW

LATER = NOW + timedelta(hours=1)
GROUP = {"Canal Street Residents": "community"}
OWN = ("Reference", "Workstream", "Action", "Lead agency", "Kind")
REPORTS = (*OWN, "Status", "Per cent", "Latest update", "Due")
COUNCIL = "Saxonbridge City Council"
