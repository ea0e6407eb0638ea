"""What a force is called: files name it west-midlands, people West Midlands."""

# Records fetched for an area are not a force's month and must never replace one: they
# are kept under the download's own name, which stands where the force would.
AREA_DOWNLOAD = "api-"

_NAMES = {
    "btp": "British Transport Police",
    "dyfed-powys": "Dyfed-Powys",
    "metropolitan": "Metropolitan Police",
}
_SMALL = {"and", "of", "the", "upon"}


def force_name(slug: str) -> str:
    """The name of the force, or of the area download, that a file names so."""
    if slug.startswith(AREA_DOWNLOAD):
        return f"download of {_spelt(slug.removeprefix(AREA_DOWNLOAD))}"
    return _NAMES.get(slug) or _spelt(slug)


def key_words(key: tuple[str, ...]) -> str:
    """What a piece of the lake is called: West Midlands 2021-02."""
    if len(key) == 2 and key[1][:4].isdigit() and key[1][4:5] == "-":
        return f"{force_name(key[0])} {key[1]}"
    return " ".join(key)


def _spelt(slug: str) -> str:
    words = slug.split("-")
    return " ".join(
        word if word in _SMALL and place else word[:1].upper() + word[1:]
        for place, word in enumerate(words)
    )
