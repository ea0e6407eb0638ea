"""Every write of the numbers, one noun a file; other rooms import from here."""

from goldthread.performance.services.asking import note_figure_chase
from goldthread.performance.services.commentary import (
    approve_commentary,
    write_commentary,
)
from goldthread.performance.services.early import record_early_counts
from goldthread.performance.services.effects import (
    judge_by_measure,
    judge_due_by_measure,
    state_effect_by_measure,
)
from goldthread.performance.services.indicators import (
    IndicatorTold,
    change_indicator,
    define_indicator,
    mark_series,
    remove_mark,
    retire_indicator,
    set_target,
)
from goldthread.performance.services.lake import read_lake, read_news
from goldthread.performance.services.locks import lock_readings
from goldthread.performance.services.publishing import (
    publish_measure,
    take_back_measure,
)
from goldthread.performance.services.readings import (
    Figure,
    record_reading,
    record_readings,
    revise_reading,
)
from goldthread.performance.services.returns import key_return
from goldthread.performance.services.standings import restand, restand_all

__all__ = [
    "Figure",
    "IndicatorTold",
    "approve_commentary",
    "change_indicator",
    "define_indicator",
    "judge_by_measure",
    "judge_due_by_measure",
    "key_return",
    "lock_readings",
    "mark_series",
    "note_figure_chase",
    "publish_measure",
    "read_lake",
    "read_news",
    "record_early_counts",
    "record_reading",
    "record_readings",
    "remove_mark",
    "restand",
    "restand_all",
    "retire_indicator",
    "revise_reading",
    "set_target",
    "state_effect_by_measure",
    "take_back_measure",
    "write_commentary",
]
