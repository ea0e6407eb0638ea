"""How the board's things are known to the room of notes, which keeps what people leave."""

from goldthread.governance.models import Meeting, Paper
from goldthread.notes.about import About


def about_paper(paper: Paper) -> About:
    """The paper, whose file is kept as an attachment."""
    return About("governance.paper", str(paper.pk))


def about_meeting(meeting: Meeting) -> About:
    """The meeting, whose minutes are typed and kept as drafts."""
    return About("governance.meeting", str(meeting.pk))
