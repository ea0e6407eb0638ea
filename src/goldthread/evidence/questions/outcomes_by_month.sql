-- title: The last known outcome of the crimes of an area, by month and category.
-- grain: one row per month, category and outcome
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter start: first month
-- parameter end: month after the last
-- column month: date, first of the month in which the crime was recorded
-- column category: category of crime
-- column outcome: last outcome as published, missing where none was given
-- column crimes: whole number, recorded crimes

SELECT
    month,
    category,
    outcome,
    count(*) AS crimes
FROM offence
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
    AND is_crime
    AND month >= CAST(:start AS DATE)
    AND month < CAST(:end AS DATE)
GROUP BY month, category, outcome
ORDER BY month, category, outcome NULLS LAST
