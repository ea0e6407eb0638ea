"""The forms of an action's parts: a milestone, what it waits for, a golden thread."""

from goldthread.delivery.forms.words import lines
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


class MilestoneForm(Form):
    """One step that can be seen from outside."""

    title = Words(label="Milestone", max_length=200)
    due_on = DateField(label="Due", required=False, first=2000)


class DependencyForm(Form):
    """What an action waits for."""

    on = Words(
        label="The action it waits for",
        max_length=12,
        help_text="Its reference, for example A-014.",
    )
    words = Words(label="For what", max_length=200, required=False)


class ThreadForm(Form):
    """How an action answers one golden thread."""

    text = Words(
        label="How the action answers it",
        max_length=2_000,
        required=False,
        widget=lines(3),
        help_text="Leave it empty where it does not.",
    )
