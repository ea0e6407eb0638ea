"""Why something may not be done to a strategy; sentences, no queries."""

from goldthread.strategy.rules.agreement import (
    refusal_to_decide,
    refusal_to_name,
    refusal_to_waive,
)
from goldthread.strategy.rules.content import (
    refusal_of_crossing,
    refusal_of_evidence,
    refusal_of_opening,
    refusal_of_priorities,
    refusal_to_answer,
    refusal_to_cite,
    refusal_to_close_workstream,
    refusal_to_follow,
)
from goldthread.strategy.rules.life import (
    RUNNING,
    WRITABLE,
    refusal_of_marking,
    refusal_of_order,
    refusal_of_period,
    refusal_to_close,
    refusal_to_consult,
    refusal_to_enforce,
    refusal_to_keep_workstreams,
    refusal_to_propose,
    refusal_to_publish,
    refusal_to_revise,
    refusal_to_withdraw,
    refusal_to_write,
)
from goldthread.strategy.rules.text import (
    refusal_to_finish,
    refusal_to_sign,
    refusal_to_write_section,
)

__all__ = [
    "RUNNING",
    "WRITABLE",
    "refusal_of_crossing",
    "refusal_of_evidence",
    "refusal_of_marking",
    "refusal_of_opening",
    "refusal_of_order",
    "refusal_of_period",
    "refusal_of_priorities",
    "refusal_to_answer",
    "refusal_to_cite",
    "refusal_to_close",
    "refusal_to_close_workstream",
    "refusal_to_consult",
    "refusal_to_decide",
    "refusal_to_enforce",
    "refusal_to_finish",
    "refusal_to_follow",
    "refusal_to_keep_workstreams",
    "refusal_to_name",
    "refusal_to_propose",
    "refusal_to_publish",
    "refusal_to_revise",
    "refusal_to_sign",
    "refusal_to_waive",
    "refusal_to_withdraw",
    "refusal_to_write",
    "refusal_to_write_section",
]
