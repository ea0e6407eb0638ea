"""Forms whose every complaint is a sentence, drawn with the page kit.

A form inherits `Form`; its fields are Django's, or those of `fields.py`. A required
field that is left empty says "Enter ..." or "Choose ..." with its own label; set
`error_messages={"required": ...}` where that reads badly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

_CHOSEN = (
    forms.ChoiceField,
    forms.MultipleChoiceField,
    forms.ModelChoiceField,
    forms.FileField,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the first field of a part of a long form."""

    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields that few need: folded away until one of them is filled or is wrong.

    Open too where another field says that they are needed: `when` is its name and value.
    """

    words: str
    fields: tuple[str, ...]
    when: tuple[str, str] = ("", "")


class PlainWords(forms.BaseForm):
    """Mixed into any form: no browser bubbles, sentences instead of "required"."""

    use_required_attribute = False  # the error summary says it, in order and in words
    headings: ClassVar[Mapping[str, Heading]] = {}  # by the first field of each part
    folds: ClassVar[tuple[Fold, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == _DJANGO_SAYS:
                label = str(field.label or name.replace("_", " "))
                verb = "Choose" if isinstance(field, _CHOSEN) else "Enter"
                field.error_messages["required"] = f"{verb} {_lower_first(label)}."
            _name_limits(field, name)


class Form(PlainWords, forms.Form):
    """A form of ours."""


def _name_limits(field: forms.Field, name: str) -> None:
    """Let a number that is too small or too large be refused by the field's own name."""
    label = str(field.label or name.replace("_", " ")).replace("%", "%%")
    for code, words in (("min_value", "more"), ("max_value", "less")):
        if getattr(field, code, None) is not None:
            field.error_messages.setdefault(
                code,
                f"{label}: expected %(limit_value)s or {words}; found %(show_value)s.",
            )


_DJANGO_SAYS = forms.Field.default_error_messages["required"]


def _lower_first(label: str) -> str:
    # "E-mail" becomes "e-mail", "LSOA code" stays.
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
