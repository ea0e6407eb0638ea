"""What people leave on things: what they are typing, what they say, what they attach, what
residents may read."""

from goldthread.notes.models.attachments import Attachment
from goldthread.notes.models.comments import Comment, EarlierText, Mention
from goldthread.notes.models.drafts import Draft
from goldthread.notes.models.publications import Publication

__all__ = ["Attachment", "Comment", "Draft", "EarlierText", "Mention", "Publication"]
