-- title: Stops and searches in an area, month by month.
-- grain: one row per month and outcome
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter start: first month
-- parameter end: month after the last
-- column month: date, first of the month
-- column outcome: result as published, missing where none was given
-- column stops: whole number, stops

SELECT
    month,
    outcome,
    count(*) AS stops
FROM stop_search
WHERE (
        csp_code = :area
        OR lad_code = :area
        OR lsoa21 IN (
            SELECT lsoa_code
            FROM area_member
            WHERE area_code = :area
                AND level IN ('ward', 'small_area')
                AND vintage = '2021'
        )
        OR lsoa11 IN (
            SELECT lsoa_code
            FROM area_member
            WHERE area_code = :area
                AND level IN ('ward', 'small_area')
                AND vintage = '2011'
                AND '2021' NOT IN (SELECT vintage FROM area_member WHERE area_code = :area)
        )
    )
    AND month >= CAST(:start AS DATE)
    AND month < CAST(:end AS DATE)
GROUP BY month, outcome
ORDER BY month, outcome NULLS LAST
