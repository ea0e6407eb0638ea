"""The numbers: what is measured, how it stands, and what each figure rests on.

Other rooms use these; everything else is private.

    models      Indicator, Target, Mark, Reading, KeyedReturn, Lock, Commentary,
                Standing, EarlyCount
    queries     scorecard(by=..., key=..., on=...), line_of(indicator, ...),
                indicator_named(code), indicator_page(...), series_of(...),
                revisions_of(...), due_from(agency, on=...), claims_in(text, ...)
    services    define_indicator, change_indicator, retire_indicator, set_target,
                mark_series, record_reading, record_readings, revise_reading, read_lake,
                key_return, lock_readings, write_commentary, approve_commentary,
                record_early_counts, restand
    addresses   "measures" (the scorecard), "measure" (an indicator's code), "reading"
                (code, the reading's number)

A status is derived by `core.status` under a named rule and kept in `Standing`, one row for
each indicator and area, so that a scorecard reads forty rows and no series.
"""
