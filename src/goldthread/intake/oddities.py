"""What the oddities of supplied files are called, for people.

The codes come from the readers and the lake; a code that is missing here is shown as it
is, and a test says so.
"""

TITLES = {
    "oddity-1": "An older list of categories",
    "oddity-2": "Anti-social behaviour has no crime number",
    "oddity-3": "Reports that look alike",
    "oddity-4": "The same crime number twice",
    "oddity-5": "Records without a place",
    "oddity-6": "Streets without a name",
    "oddity-7": "Records far outside the force's area",
    "oddity-8": "Other forces' records",
    "oddity-9": "Small areas of another census",
    "oddity-10": "Published area and map point disagree",
    "oddity-11": "Points on a boundary, downloaded twice",
    "oddity-12": "Another month than was asked for",
    "oddity-13": "Records without a lasting number",
    "oddity-14": "Outcomes that moved",
    "oddity-15": "A burst of unknown outcomes",
    "oddity-16": "A column that is always empty",
    "oddity-18": "Months missing or cut short",
    "oddity-20": "Old records that repeat",
    "oddity-22": "Map points that collect records",
    "oddity-23": "One small area that dominates",
    "oddity-24": "Very small counts",
    "area-download": "Downloaded for an area",
    "columns-left-out": "Columns that are not kept",
    "ethnicity-unknown": "Ethnicity not stated",
    "generalisation-unstated": "Boundaries without a stated precision",
    "no-value": "Areas without a value",
    "not-needed": "Files that are known and not needed",
    "outcome-twice": "Several outcomes for one crime",
    "outcome-without-id": "Outcomes without a crime number",
    "outlines-repaired": "Outlines that were repaired",
    "repeated-rows": "Rows given twice",
    "set-aside": "Rows set aside",
    "totals-left-out": "Totals that are not kept",
}


def title(code: str) -> str:
    """What a kind of oddity is called."""
    return TITLES.get(code, code)
