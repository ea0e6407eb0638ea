-- title: Offences in an area, month by month and by category.
-- grain: one row per month, scheme and category that has offences
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter start: first month
-- parameter end: month after the last
-- column month: date, first of the month
-- column scheme: the publisher's list of categories in force
-- column category: category of offence
-- column is_crime: true for recorded crime, false for anti-social behaviour
-- column offences: whole number, records located in the area

SELECT
    month,
    scheme,
    category,
    is_crime,
    count(*) AS offences
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
    AND month >= CAST(:start AS DATE)
    AND month < CAST(:end AS DATE)
GROUP BY month, scheme, category, is_crime
ORDER BY month, scheme, category, is_crime
