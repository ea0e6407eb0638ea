"""Every service that says who did it leaves a record of it."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "goldthread"
PUBLISHING = SOURCE / "notes" / "publishing.py"  # records for the rooms that publish
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


def _called(call: ast.Call) -> str:
    """The name of what is called: of the room itself, or what notes publishes for it."""
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        return call.func.attr if call.func.value.id == PUBLISHING.stem else ""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _tells(node: ast.AST, below: set[str]) -> bool:
    """Whether this calls a service of the room of people and says who did it."""
    return (
        isinstance(node, ast.Call)
        and _called(node) in below
        and "by" in {keyword.arg for keyword in node.keywords}
    )


def unrecorded(code: str) -> list[str]:
    """Public functions that take `by` and reach no call of `record`, by the text alone."""
    tree = ast.parse(code)
    functions = {
        node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)
    }
    calls = {
        name: {_called(call) for call in ast.walk(node) if isinstance(call, ast.Call)}
        for name, node in functions.items()
    }
    # A service of the room of people that is told who did it records it there.
    below = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        and node.module == "goldthread.partners.services"
        for alias in node.names
    }
    for name, node in functions.items():
        if any(_tells(call, below) for call in ast.walk(node)):
            calls[name].add("record")

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
@pytest.mark.covers("B48", "G17")
def test_no_service_with_an_actor_goes_unrecorded(room: str) -> None:
    # A room keeps its writes in services.py or, one noun a file, in services/.
    files = [
        *(SOURCE / room).glob("services.py"),
        *(SOURCE / room).glob("services/*.py"),
    ]
    silent = unrecorded("\n".join(file.read_text() for file in [*files, PUBLISHING]))
    exported = SOURCE / room / "services" / "__init__.py"
    if exported.exists():  # what a package does not export is no service of the room
        silent = [name for name in silent if f'"{name}"' in exported.read_text()]
    assert silent == []


def test_a_planted_service_without_a_record_is_found() -> None:
    code = (
        "def told(thing, *, by, at):\n    record('told', thing, by=by, at=at)\n\n"
        "def through(thing, *, by, at):\n    told(thing, by=by, at=at)\n\n"
        "def silent(thing, *, by, at):\n    thing.save()\n\n"
        "from goldthread.partners.services import add_area\n\n"
        "def below(*, by, at):\n    return add_area(by=by, at=at)\n\n"
        "def forgets(*, by, at):\n    return add_area(at=at)\n"
    )

    assert unrecorded(code) == ["silent", "forgets"]
