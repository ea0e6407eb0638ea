"""Migrations walked without making every model again at every step.

Django makes the classes of all models that are near the one a step touches anew, forty
on average here, because each of our rooms refers to people and agencies: 115 of 150
seconds of a first `migrate` (measured with 26 migrations, 438 steps). Two kinds of step
need none of it. A new model only has to be made itself: the models it refers to learn of
it as they do in the product. A constraint or an index is one more entry in the list of
its model. Both then leave the same tables, byte by byte (tests/backup/test_migrating.py).
"""

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class QuickState(ProjectState):
    """The state of all models, which grows where Django makes it anew."""

    def clone(self) -> "QuickState":
        """A copy that grows on its own; models already made are shared, as in Django."""
        copied: Any = super().clone()
        copied.__class__ = QuickState  # Django names its own class there
        return copied  # type: ignore[no-any-return]

    def add_model(self, model_state: ModelState) -> None:
        """Take in a new model, and make it where the others are made already."""
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        if self._relations is not None:  # type: ignore[attr-defined]
            self.resolve_model_relations(key)
        if "apps" in self.__dict__:
            self.apps.render_multiple([model_state])

    def _append_option(
        self, app_label: str, model_name: str, option_name: str, obj: Any
    ) -> None:
        """Write one more constraint or index into the model's own list."""
        options = self.models[app_label, model_name].options
        options[option_name] = [*options[option_name], obj]
        if "apps" in self.__dict__:
            meta = self.apps.get_model(app_label, model_name)._meta
            (named,) = meta._format_names([obj])
            setattr(meta, option_name, [*getattr(meta, option_name), named])
            meta.__dict__.pop("total_unique_constraints", None)


class QuickExecutor(MigrationExecutor):
    """Django's executor, beginning from a state that grows."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> Any:
        state = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        state.__class__ = QuickState
        return state
