"""Templates that ship with the product."""

from importlib.resources import files

TEMPLATES = {
    "founding": "The strategy this product was asked for: Wolverhampton, 2020 to 2023"
}


def template(name: str) -> str:
    """The text of a template.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in TEMPLATES:
        raise KeyError(name)
    return files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
