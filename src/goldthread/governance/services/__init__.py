"""Every write of this room, one noun a file; other rooms import from here."""

from goldthread.governance.services.agenda import (
    ItemTold,
    add_item,
    add_paper,
    change_item,
    drop_item,
    move_item,
    place_item,
    plan_item,
    set_standing_items,
    take_off,
    write_discussion,
)
from goldthread.governance.services.arising import put_into_plan
from goldthread.governance.services.asks import (
    AskTold,
    close_ask,
    make_ask,
    reply_to_ask,
    withdraw_ask,
)
from goldthread.governance.services.challenges import (
    ChallengeTold,
    answer_challenge,
    judge_answer,
    put_challenge,
    sits_on,
)
from goldthread.governance.services.decisions import (
    DecisionTold,
    Told,
    decide_between_meetings,
    report_decision,
    say_what_came,
    take_decision,
)
from goldthread.governance.services.meetings import (
    agree_minutes,
    call_meeting,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    plan_meeting,
    write_opening,
)
from goldthread.governance.services.presence import (
    Came,
    declare,
    is_quorate,
    take_attendance,
)
from goldthread.governance.services.risks import (
    RiskTold,
    add_risk,
    change_risk,
    close_risk,
    review_risk,
)
from goldthread.governance.services.writing import runs

__all__ = [
    "AskTold",
    "Came",
    "ChallengeTold",
    "DecisionTold",
    "ItemTold",
    "RiskTold",
    "Told",
    "add_item",
    "add_paper",
    "add_risk",
    "agree_minutes",
    "answer_challenge",
    "call_meeting",
    "cancel_meeting",
    "change_item",
    "change_meeting",
    "change_risk",
    "close_ask",
    "close_risk",
    "decide_between_meetings",
    "declare",
    "drop_item",
    "hold_meeting",
    "is_quorate",
    "judge_answer",
    "make_ask",
    "move_item",
    "place_item",
    "plan_item",
    "plan_meeting",
    "put_challenge",
    "put_into_plan",
    "reply_to_ask",
    "report_decision",
    "review_risk",
    "runs",
    "say_what_came",
    "set_standing_items",
    "sits_on",
    "take_attendance",
    "take_decision",
    "take_off",
    "withdraw_ask",
    "write_discussion",
    "write_opening",
]
