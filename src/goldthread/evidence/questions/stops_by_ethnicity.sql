-- title: Stops and searches in an area by reason and ethnicity.
-- grain: one row per object of search and ethnicity
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter start: first month
-- parameter end: month after the last
-- column object_of_search: what was looked for, missing where not given
-- column ethnicity: ethnicity as the officer saw it, missing where not given
-- column stops: whole number, stops
-- column linked: whole number, stops whose result is linked to what was looked for

SELECT
    object_of_search,
    officer_defined_ethnicity AS ethnicity,
    count(*) AS stops,
    count(CASE WHEN outcome_linked THEN 1 END) AS linked
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
GROUP BY object_of_search, officer_defined_ethnicity
ORDER BY object_of_search NULLS LAST, ethnicity NULLS LAST
