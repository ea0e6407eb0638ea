"""The forms of the plan: the shape of what people send; nothing is saved here."""

from goldthread.delivery.forms.actions import ActionForm, ChangeForm
from goldthread.delivery.forms.effects import HandEffectForm, RecordedEffectForm
from goldthread.delivery.forms.parts import DependencyForm, MilestoneForm, ThreadForm
from goldthread.delivery.forms.people import people_on, readers_on
from goldthread.delivery.forms.reports import KeepDayForm, ReportForm
from goldthread.delivery.forms.settings import ClosureForm, SilenceForm
from goldthread.delivery.forms.words import DeleteForm

__all__ = [
    "ActionForm",
    "ChangeForm",
    "ClosureForm",
    "DeleteForm",
    "DependencyForm",
    "HandEffectForm",
    "KeepDayForm",
    "MilestoneForm",
    "RecordedEffectForm",
    "ReportForm",
    "SilenceForm",
    "ThreadForm",
    "people_on",
    "readers_on",
]
