-- title: Which months of an area are held, partial or missing.
-- grain: one row per month between the first and the last that is held
-- parameter area: code of a partnership or local authority, or short name of a force
-- parameter source: offence, outcome or stop_search
-- column month: date, first of the month
-- column state: held, partial or missing
-- column force: short name of the force whose file decides the state
-- column records: whole number, records held; missing where the month is missing
-- column words: why the month is called partial or missing

SELECT
    month,
    state,
    force,
    c.rows AS records,
    words
FROM coverage AS c
WHERE source = :source
    AND area = :area
ORDER BY month, force
