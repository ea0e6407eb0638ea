"""The page kit's markup beside GOV.UK Frontend's own fixtures, component by component.

Its stylesheet, its scripts and the research behind its accessibility hold only for its
markup. The fixtures come with the npm package of the locked version and are kept by
tools/vendor.py, outside the repository.
"""

import json
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from tests.web.outline import outline

from goldthread.web.fields import DateField, ManyFilesField, Words
from goldthread.web.forms import Form
from goldthread.web.kit import Column, Link, Row, Table

FIXTURES = Path(__file__).resolve().parents[2] / ".venv/share/goldthread/govuk-fixtures"


class EveryField(Form):
    """Each kind of field, with a hint."""

    text = Words(label="Name", help_text="A hint.")
    plain = Words(label="Name")
    story = Words(label="Story", widget=forms.Textarea, help_text="A hint.")
    secret = forms.CharField(
        label="Password", widget=forms.PasswordInput, help_text="A hint."
    )
    ward = forms.ChoiceField(
        label="Ward", choices=[("1", "Abbey"), ("2", "Dale"), ("3", "Lea")],
        help_text="A hint.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Kind", choices=[("1", "Yes"), ("2", "No")], widget=forms.RadioSelect,
        help_text="A hint.",
    )  # fmt: skip
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("1", "A"), ("2", "B"), ("3", "C")],
        widget=forms.CheckboxSelectMultiple, help_text="A hint.",
    )  # fmt: skip
    two = forms.MultipleChoiceField(
        label="Topics", choices=[("1", "A"), ("2", "B")],
        widget=forms.CheckboxSelectMultiple, help_text="A hint.",
    )  # fmt: skip
    held_on = DateField(label="Held on", help_text="A hint.")
    files = forms.FileField(label="File", help_text="A hint.")
    more = ManyFilesField(label="Files")


def theirs(component: str, name: str) -> list[str]:
    """The outline of the fixture of this name."""
    place = FIXTURES / f"{component}.json"
    if not place.exists():
        pytest.skip(
            "GOV.UK Frontend's fixtures are not here; `make env-dev` fetches them."
        )
    told = json.loads(place.read_text(encoding="utf-8"))["fixtures"]
    [html] = [each["html"] for each in told if each["name"] == name]
    return outline(html)


def ours(text: str, **context: object) -> list[str]:
    request = RequestFactory().get("/list/?page=2")
    return outline(engines["django"].from_string(text).render(context, request))


def field(name: str, *, wrong: bool = False) -> list[str]:
    form = EveryField({} if wrong else None)
    # Django says aria-invalid where GOV.UK says nothing: it helps, and hides nothing.
    return [
        line.replace("[aria-invalid=true]", "")
        for line in ours("{% field f %}", f=form[name])
    ]


@pytest.mark.parametrize(
    ("component", "fixture", "name", "wrong"),
    [
        ("input", "with hint text", "text", False),
        ("input", "default", "plain", False),
        ("input", "with error message", "plain", True),
        ("input", "with error and hint", "text", True),
        ("textarea", "with hint", "story", False),
        ("textarea", "with hint and error message", "story", True),
        ("select", "hint", "ward", False),
        ("select", "with hint text and error message", "ward", True),
        ("radios", "with hint", "kind", False),
        ("radios", "with hint and error message", "kind", True),
        ("checkboxes", "with hint", "topics", False),
        ("checkboxes", "with error message and hint", "two", True),
        ("date-input", "default", "held_on", False),
        ("date-input", "with error message and hint", "held_on", True),
        ("password-input", "with hint text", "secret", False),
        ("password-input", "with error message", "secret", True),
        ("file-upload", "enhanced, multiple files", "more", False),
        ("file-upload", "enhanced, with error message and hint", "files", True),
    ],
)
def test_a_field_has_the_bones_of_its_component(
    component: str, fixture: str, name: str, wrong: bool
) -> None:
    assert field(name, wrong=wrong) == theirs(component, fixture)


LINKS = [Link("Start", "/"), Link("Assessments", "/a/"), Link("2025/26", "/a/1/")]


def test_breadcrumbs_have_the_bones_of_their_component() -> None:
    drawn = ours("{% breadcrumbs c %}", c=LINKS)

    assert drawn == theirs("breadcrumbs", "with collapse on mobile")


def test_a_summary_has_the_bones_of_its_component() -> None:
    rows = [Row("Date", "5 January", Link("Change", "/1/")), Row("Name", "Sarah")]
    drawn = ours("{% summary r %}", r=rows)
    acting, resting = (
        theirs("summary-list", "with actions"),
        theirs("summary-list", "with some actions"),
    )
    # Our rows have one action or none: GOV.UK's second row of each example.
    starts = [n for n, line in enumerate(acting) if line.startswith("  div")]
    quiet = next(n for n, line in enumerate(resting) if "--no-actions" in line)

    assert drawn[0] == acting[0]
    assert drawn[1:7] == acting[starts[1] : starts[2]]
    assert drawn[7:] == resting[quiet : quiet + 3]


def test_pages_of_a_list_have_the_bones_of_pagination() -> None:
    drawn = ours("{% pages p %}", p=Paginator(range(30), 10).page(2))
    many = ours("{% pages p %}", p=Paginator(range(200), 10).page(10))
    gap = "    li.govuk-pagination__item.govuk-pagination__item--ellipsis"

    # Ours is called "Pages"; GOV.UK's is called "Pagination".
    assert drawn[0] == "nav.govuk-pagination[aria-label=Pages]"
    assert drawn[1:] == theirs("pagination", "default")[1:]
    assert gap in many
    assert gap in theirs("pagination", "with many pages")


def test_the_error_summary_has_the_bones_of_its_component() -> None:
    form = EveryField({"plain": "a", "story": "b", "ward": "1", "kind": "1"})
    lines = ours('{% include "web/error_summary.html" %}', form=form)

    # GOV.UK's example has no list but a paragraph before it where it is "with everything".
    assert list(dict.fromkeys(lines)) == theirs("error-summary", "default")


def test_a_table_has_the_bones_of_its_component() -> None:
    table = Table(
        "Dates",
        [Column("Month"), Column("First", True), Column("Second", True)],
        [["January", 85, 95], ["February", 75, 55], ["March", 165, 125]],
    )

    drawn = ours("{% data_table t %}", t=table)

    # Ours stands in a region that scrolls; within it the table is GOV.UK's.
    assert drawn[0] == "div[aria-label=Dates][role=region]"
    assert [line[2:] for line in drawn[1:]] == theirs("table", "with head and caption")


def test_the_page_around_them_skips_and_presses_as_gov_uk_does() -> None:
    skip = outline(
        '<a href="#main" class="govuk-skip-link" data-module="govuk-skip-link">Skip</a>'
    )
    base = (
        Path(__file__).resolve().parents[2]
        / "src/goldthread/web/templates/web/base.html"
    ).read_text(encoding="utf-8")

    assert skip == theirs("skip-link", "default")
    assert any(line.strip() == skip[0] for line in outline(base))
    assert ours(
        '<button type="submit" class="govuk-button" data-module="govuk-button">Go</button>'
    ) == theirs("button", "default")


def test_an_outline_would_show_what_is_missing() -> None:
    whole = outline('<p id="a-error" class="govuk-error-message">Enter a name</p>')

    assert whole == ["p.govuk-error-message"]
    assert outline('<p class="gt-error">Enter a name</p>') == []
    assert outline('<input aria-describedby="a-hint a-error">') == [
        "input[aria-describedby=hint error]"
    ]
