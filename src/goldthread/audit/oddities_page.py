"""The rules of the record as a page of the documentation."""

from goldthread.audit.oddities import RULES


def reference_page() -> str:
    """The page of the rules, in Markdown."""
    rows = [f"| {rule.name} | {rule.title} | {rule.says} |" for rule in RULES]
    return "\n".join(
        [
            "# What in the record asks for a look",
            "",
            "Printed from `src/goldthread/audit/oddities.py`. The rules run over what the record",
            "holds, on the page **What asks for a look** and in `goldthread audit watch`. They say",
            "what is unusual, never that it is wrong, and they count looks at restricted things,",
            "exports and refusals: how much anybody works is no question here.",
            "",
            "| rule | on the page | fires on |",
            "|---|---|---|",
            *rows,
            "",
            "Waiting for casework, because nothing of the kind exists yet: an address of one's",
            "own, a colleague's case, tries at a sealed case, many pointer searches.",
            "",
        ]
    )
