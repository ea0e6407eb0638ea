"""Why a delivery may not go on; no queries."""

from goldthread.intake.models import Delivery


class Refused(Exception):
    """What was asked is not done; the message is the sentence why."""


def refusal_to_load(delivery: Delivery) -> str | None:
    """Why this delivery may not be loaded; None when it may."""
    state = Delivery.State(delivery.state)
    if state is Delivery.State.CHECKED:
        return None
    if state is Delivery.State.CHECKING:
        return "These files are still being checked. Wait until the check is done."
    return f"These files are already {state.label}."


def refusal_to_withdraw(delivery: Delivery) -> str | None:
    """Why this delivery may not be withdrawn; None when it may."""
    state = Delivery.State(delivery.state)
    if state in (Delivery.State.CHECKING, Delivery.State.CHECKED):
        return None
    if state is Delivery.State.LOADED:
        return "These files are loaded. Take their batch back instead."
    return f"These files are already {state.label}."


def refusal_of_files(
    names_and_sizes: list[tuple[str, int]], *, most: int
) -> str | None:
    """Why these files are not taken at all; None when they are.

    `most` is the largest sum of sizes in bytes that one delivery may have.
    """
    if not names_and_sizes:
        return "Choose at least one file."
    empty = [name for name, size in names_and_sizes if size == 0]
    if empty:
        return f"{empty[0]} is empty. Choose the file again, or leave it out."
    total = sum(size for _, size in names_and_sizes)
    if total > most:
        return (
            f"These files are {total / 1e6:,.0f} MB together; one delivery may have "
            f"{most / 1e6:,.0f} MB. Hand them in in parts, or load them with "
            "`goldthread lake add`."
        )
    return None
