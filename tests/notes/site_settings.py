"""The product's settings with the notes site in the place of its addresses."""

from pathlib import Path

from goldthread.config.settings import *  # noqa: F403
from goldthread.config.settings import ROLES_FILES

ROOT_URLCONF = "tests.notes.notes_site"
ROLES_FILES = [*ROLES_FILES, Path(__file__).with_name("roles.toml")]
