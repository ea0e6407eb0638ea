"""Every write of the desk, one noun a file."""

from goldthread.desk.services.access import review_access
from goldthread.desk.services.chasing import (
    ask_after_action,
    chase_silent,
    send_digests,
)
from goldthread.desk.services.hand_over import (
    SeenOut,
    hand_over_actions,
    hand_over_leavers,
    see_out,
)
from goldthread.desk.services.links import (
    issue_link,
    reissue_link,
    report_by_link,
    revoke_link,
)
from goldthread.desk.services.mail import note_bounce, queue_mail, send_again
from goldthread.desk.services.returns import (
    issue_return_link,
    key_by_link,
    send_return_link,
)
from goldthread.desk.services.sending import send_waiting, take_up_stuck
from goldthread.desk.services.views import (
    begin_with_view,
    remove_view,
    save_view,
    see_desk,
)
from goldthread.desk.services.watching import tell_of_oddities
from goldthread.desk.services.witnesses import send_checkpoints

__all__ = [
    "SeenOut",
    "ask_after_action",
    "begin_with_view",
    "chase_silent",
    "hand_over_actions",
    "hand_over_leavers",
    "issue_link",
    "issue_return_link",
    "key_by_link",
    "note_bounce",
    "queue_mail",
    "reissue_link",
    "remove_view",
    "report_by_link",
    "review_access",
    "revoke_link",
    "save_view",
    "see_desk",
    "see_out",
    "send_again",
    "send_checkpoints",
    "send_digests",
    "send_return_link",
    "send_waiting",
    "take_up_stuck",
    "tell_of_oddities",
]
