"""Every service that says who did it leaves a record of it."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "goldthread"
ROOMS = (
    "partners",
    "notes",
    "intake",
    "assessment",
    "strategy",
    "delivery",
    "performance",
    "desk",
)


def unrecorded(code: str) -> list[str]:
    """Public functions that take `by` and reach no call of `record`, by the text alone."""
    functions = {
        node.name: node
        for node in ast.parse(code).body
        if isinstance(node, ast.FunctionDef)
    }
    calls = {
        name: {
            call.func.id
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        }
        for name, node in functions.items()
    }

    def records(name: str, seen: frozenset[str] = frozenset()) -> bool:
        if name in seen:
            return False
        return "record" in calls[name] or any(
            records(each, seen | {name}) for each in calls[name] & functions.keys()
        )

    return [
        name
        for name, node in functions.items()
        if not name.startswith("_")
        and "by" in {argument.arg for argument in node.args.kwonlyargs}
        and not records(name)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_no_service_with_an_actor_goes_unrecorded(room: str) -> None:
    # A room keeps its writes in services.py or, one noun a file, in services/.
    files = [
        *(SOURCE / room).glob("services.py"),
        *(SOURCE / room).glob("services/*.py"),
    ]
    silent = unrecorded("\n".join(file.read_text() for file in files))
    exported = SOURCE / room / "services" / "__init__.py"
    if exported.exists():  # what a package does not export is no service of the room
        silent = [name for name in silent if f'"{name}"' in exported.read_text()]
    assert silent == []


def test_a_planted_service_without_a_record_is_found() -> None:
    code = (
        "def told(thing, *, by, at):\n    record('told', thing, by=by, at=at)\n\n"
        "def through(thing, *, by, at):\n    told(thing, by=by, at=at)\n\n"
        "def silent(thing, *, by, at):\n    thing.save()\n"
    )

    assert unrecorded(code) == ["silent"]
