"""Addresses of the board's pages."""

from django.urls import URLPattern, path

from goldthread.governance.views import (
    boards,
    clocks,
    decisions,
    duties,
    items,
    look_backs,
    meetings,
    packs,
    registers,
    reviews,
    year,
)

MEETING = "board/meetings/<int:key>/"
ITEM = MEETING + "items/<int:number>/"
DECISION = "board/decisions/<slug:reference>/"
ASK = "board/asks/<slug:reference>/"
CHALLENGE = "board/challenges/<slug:reference>/"
RISK = "board/risks/<slug:reference>/"
REVIEW = "board/reviews/<int:key>/"
COMING = "board/coming/<slug:reference>/"
LOOK_BACK = "board/look-back/<int:key>/"

urlpatterns: list[URLPattern] = [
    path("board/", boards.board, name="board"),
    path("board/meetings/add/", boards.plan_meeting, name="plan_meeting"),
    path("board/attendance/", boards.attendance, name="board_attendance"),
    path("board/actions/", boards.action_log, name="action_log"),
    path("board/forward/", boards.forward, name="forward_plan"),
    path("board/forward/add/", boards.plan_item, name="plan_item"),
    path("board/forward/<int:key>/place/", boards.place_item, name="place_item"),
    path("board/forward/<int:key>/drop/", boards.drop_item, name="drop_item"),
    path(
        "board/forward/standing/<int:key>/",
        boards.standing_items,
        name="standing_items",
    ),
    path(MEETING, meetings.meeting, name="meeting"),
    path(MEETING + "change/", meetings.change_meeting, name="change_meeting"),
    path(MEETING + "call/", meetings.call_meeting, name="call_meeting"),
    path(MEETING + "cancel/", meetings.cancel_meeting, name="cancel_meeting"),
    path(MEETING + "attendance/", meetings.take_attendance, name="take_attendance"),
    path(MEETING + "held/", meetings.hold_meeting, name="hold_meeting"),
    path(
        MEETING + "interests/add/",
        meetings.declare_at_meeting,
        name="declare_at_meeting",
    ),
    path(MEETING + "opening/", meetings.write_opening, name="write_opening"),
    path(MEETING + "agreed/", meetings.agree_minutes, name="agree_minutes"),
    path(MEETING + "items/add/", items.add_item, name="add_item"),
    path(ITEM, items.item, name="agenda_item"),
    path(ITEM + "change/", items.change_item, name="change_item"),
    path(ITEM + "move/", items.move_item, name="move_item"),
    path(ITEM + "off/", items.take_off, name="take_off_item"),
    path(ITEM + "minute/", items.write_minute, name="write_minute"),
    path(ITEM + "decide/", items.decide, name="decide"),
    path(ITEM + "action/", items.action_from_item, name="action_from_item"),
    path(ITEM + "papers/add/", items.add_paper, name="add_paper"),
    path(ITEM + "papers/<slug:letter>/", items.paper_file, name="paper_file"),
    path("board/decisions/", boards.decisions, name="decisions"),
    path("board/decisions/between/", decisions.decide_between, name="decide_between"),
    path(DECISION, decisions.decision, name="decision"),
    path(DECISION + "report/", decisions.report_decision, name="report_decision"),
    path(DECISION + "outcome/", decisions.decision_outcome, name="decision_outcome"),
    path("board/asks/", boards.asks, name="asks"),
    path("board/asks/add/", registers.add_ask, name="add_ask"),
    path(ASK, registers.ask, name="ask"),
    path(ASK + "reply/", registers.reply_to_ask, name="reply_to_ask"),
    path(ASK + "close/", registers.close_ask, name="close_ask"),
    path(ASK + "withdraw/", registers.withdraw_ask, name="withdraw_ask"),
    path("board/challenges/", boards.challenges, name="challenges"),
    path("board/challenges/add/", registers.add_challenge, name="add_challenge"),
    path(CHALLENGE, registers.challenge, name="challenge"),
    path(CHALLENGE + "answer/", registers.answer_challenge, name="answer_challenge"),
    path(CHALLENGE + "judge/", registers.judge_answer, name="judge_answer"),
    path("board/risks/", boards.risks, name="risks"),
    path("board/risks/add/", registers.add_risk, name="add_risk"),
    path(RISK, registers.risk, name="risk"),
    path(RISK + "change/", registers.change_risk, name="change_risk"),
    path(RISK + "review/", registers.review_risk, name="review_risk"),
    path(RISK + "close/", registers.close_risk, name="close_risk"),
    path("board/packs/", packs.packs, name="packs"),
    path("board/packs/add/", packs.ask_for_pack, name="ask_for_pack"),
    path("board/packs/<int:key>/", packs.pack, name="pack"),
    path("board/packs/<int:key>/issue/", packs.issue_pack, name="issue_pack"),
    path(
        "board/packs/<int:key>/files/<slug:ending>/", packs.pack_file, name="pack_file"
    ),
    path("board/duties/", duties.duties, name="duties"),
    path("board/duties/add/", duties.add_duty, name="add_duty"),
    path("board/duties/ours/add/", clocks.add_local_duty, name="add_local_duty"),
    path(
        "board/duties/ours/<int:key>/",
        clocks.change_local_duty,
        name="change_local_duty",
    ),
    path("board/duties/clocks/", clocks.clocks, name="clocks"),
    path("board/duties/clocks/add/", clocks.add_clock, name="add_clock"),
    path("board/duties/clocks/start/", clocks.start_clock, name="start_clock"),
    path(
        "board/duties/clocks/running/<int:key>/", clocks.stop_clock, name="stop_clock"
    ),
    path("board/duties/clocks/<slug:key>/", clocks.change_clock, name="change_clock"),
    path("board/scrutiny/add/", duties.add_scrutiny, name="add_scrutiny"),
    path("board/scrutiny/<slug:reference>/", duties.scrutiny, name="scrutiny"),
    path(
        "board/scrutiny/<slug:reference>/answer/",
        duties.answer_scrutiny,
        name="answer_scrutiny",
    ),
    path("board/section-17/add/", duties.add_section_17, name="add_section_17"),
    path("board/section-17/<slug:reference>/", duties.section_17, name="section_17"),
    path(
        "board/section-17/<slug:reference>/outcome/",
        duties.follow_up_section_17,
        name="follow_up_section_17",
    ),
    path("board/exceptions/", duties.exceptions, name="exceptions"),
    path("board/exceptions/add/", duties.add_exception, name="add_exception"),
    path("board/exceptions/share/", duties.share_issue, name="share_issue"),
    path("board/exceptions/<slug:reference>/", duties.exception, name="exception"),
    path(
        "board/exceptions/<slug:reference>/<slug:to>/",
        duties.exception_step,
        name="exception_step",
    ),
    path("board/year/", year.year, name="board_year"),
    path("board/year/<int:year>/<slug:key>/", year.year_step, name="year_step"),
    path(MEETING + "report/", year.report, name="report_back"),
    path("board/reviews/", reviews.reviews, name="reviews"),
    path("board/reviews/add/", reviews.open_review, name="open_review"),
    path(REVIEW, reviews.annual_review, name="annual_review"),
    path(REVIEW + "new/", reviews.propose_workstream, name="propose_workstream"),
    path(REVIEW + "agree/", reviews.agree_review, name="agree_review"),
    path(REVIEW + "new/<int:number>/", reviews.open_proposed, name="open_proposed"),
    path(
        REVIEW + "workstreams/<int:number>/",
        reviews.review_stream,
        name="review_stream",
    ),
    path(REVIEW + "files/<slug:ending>/", reviews.review_file, name="review_file"),
    path("board/coming/add/", reviews.raise_issue, name="raise_issue"),
    path(COMING, reviews.emerging_issue, name="emerging_issue"),
    path(COMING + "settle/", reviews.settle_issue, name="settle_issue"),
    path("board/look-back/add/", look_backs.begin_look_back, name="begin_look_back"),
    path(LOOK_BACK, look_backs.look_back, name="look_back"),
    path(
        LOOK_BACK + "priorities/<slug:priority>/",
        look_backs.add_claim,
        name="add_claim",
    ),
    path(
        LOOK_BACK + "claims/<int:claim>/off/",
        look_backs.take_back_claim,
        name="take_back_claim",
    ),
    path(LOOK_BACK + "issue/", look_backs.issue_look_back, name="issue_look_back"),
    path(
        LOOK_BACK + "files/<slug:ending>/",
        look_backs.look_back_file,
        name="look_back_file",
    ),
]
