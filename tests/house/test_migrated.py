"""The copies of the migrated database that tests stand on grow old with the code."""

import re

from tests.migrated import CALLED, ROOMS


def test_whatever_migrations_call_makes_a_new_copy_when_it_changes() -> None:
    called = set()
    for path in ROOMS.glob("*/migrations/*.py"):
        text = path.read_text()
        modules = re.findall(r"^\s*import goldthread\.([\w.]+)$", text, re.M)
        for module, names in re.findall(
            r"^\s*from goldthread\.([\w.]+) import (.+)$", text, re.M
        ):
            modules += [f"{module}.{name.strip()}" for name in names.split(",")]
            modules.append(module)
        called |= {f"{module.replace('.', '/')}.py" for module in modules}

    ours = {name for name in called if (ROOMS / name).exists()}
    assert ours == set(CALLED)
