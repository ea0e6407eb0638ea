"""The shape of a comment and of a file; saves nothing."""

from django import forms

from goldthread.notes.inspection import KINDS, KINDS_IN_WORDS, LARGEST
from goldthread.notes.models.comments import LONGEST
from goldthread.web.fields import Words
from goldthread.web.forms import Form


class CommentForm(Form):
    """What somebody has to say."""

    text = Words(
        label="Your comment",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
        max_length=LONGEST,
        error_messages={
            "required": "Write something before you send it.",
            "max_length": f"Write at most {LONGEST:,} letters; a longer text can be attached as a file.",
        },
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput(), min_value=0, initial=0, required=False
    )


class AttachForm(Form):
    """A file or a photo."""

    file = forms.FileField(
        label="A file or a photo",
        help_text=f"{KINDS_IN_WORDS}, up to {LARGEST // 1_000_000} MB. A photo is kept without the place where it was taken.",
        max_length=400,
        widget=forms.FileInput(
            attrs={
                "accept": ",".join(f".{suffix}" for k in KINDS for suffix in k.suffixes)
            }
        ),
        error_messages={
            "required": "Choose a file or a photo.",
            "empty": "That file is empty. Choose it again.",
        },
    )
