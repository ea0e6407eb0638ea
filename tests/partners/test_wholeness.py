"""All checks of a table are one question, and what it finds is what each would have found."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model

from goldthread.partners.services.wholeness import look_over, questions

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("goldthread.") and model._meta.constraints
]
of_each_table = pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)


@pytest.mark.django_db
@of_each_table
def test_no_check_is_left_out_because_the_question_lacks_a_field(
    model: type[Model],
) -> None:
    checks = [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    asked: list[Any] = [
        (one, unasked)
        for one, unasked in questions(model, frozenset())
        if isinstance(one, CheckConstraint)
    ]

    # Django takes a question about a field it was not given as answered with yes.
    for one, unasked in asked:
        known = model()._get_field_expression_map(meta=model._meta, exclude=unasked)  # type: ignore[attr-defined]
        one.condition.check(known)
    spoken = [
        part for one, _ in asked for part in (one.condition, *one.condition.children)
    ]
    assert all(check.condition in spoken for check in checks)


@pytest.mark.django_db
@of_each_table
def test_an_empty_row_is_judged_as_each_constraint_judges_it(
    model: type[Model],
) -> None:
    def said(judge: Any) -> dict[str, list[str]]:
        try:
            judge()
        except ValidationError as wrong:
            return wrong.message_dict
        return {}

    row = model()
    assert said(lambda: look_over(row)) == said(model().full_clean)
    every = tuple(field.name for field in model._meta.concrete_fields)
    for name in every:
        one = tuple(other for other in every if other != name)
        assert said(lambda one=one: look_over(row, without=one)) == said(  # type: ignore[misc]
            lambda one=one: row.full_clean(exclude=one)  # type: ignore[misc]
        )
