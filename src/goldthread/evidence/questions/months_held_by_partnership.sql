-- title: How many months of every partnership are held.
-- grain: one row per partnership
-- parameter source: offence, outcome or stop_search
-- parameter start: first month
-- parameter end: month after the last
-- column partnership: code of the partnership
-- column months: whole number, months held in full

SELECT
    area AS partnership,
    count(DISTINCT month) AS months
FROM coverage
WHERE level = 'csp'
    AND source = :source
    AND state = 'held'
    AND month >= CAST(:start AS DATE)
    AND month < CAST(:end AS DATE)
GROUP BY area
ORDER BY partnership
