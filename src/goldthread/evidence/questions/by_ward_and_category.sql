-- title: Offences in every ward of an area, month by month and by category.
-- grain: one row per ward, month and category that has offences
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter vintage: census year of the small areas that make up the wards
-- parameter ward_year: year of the ward boundaries
-- parameter start: first month
-- parameter end: month after the last
-- column ward: code of the ward
-- column month: date, first of the month
-- column category: category of offence
-- column is_crime: true for recorded crime, false for anti-social behaviour
-- column offences: whole number, records

SELECT
    w.ward_code AS ward,
    placed.month,
    placed.category,
    placed.is_crime,
    count(*) AS offences
FROM (
    SELECT
        CASE WHEN :vintage = '2021' THEN lsoa21 ELSE lsoa11 END AS small_area,
        month,
        category,
        is_crime
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
) AS placed
INNER JOIN ward_member AS w
    ON w.lsoa_code = placed.small_area
    AND w.lsoa_vintage = :vintage
    AND w.ward_year = :ward_year
GROUP BY w.ward_code, placed.month, placed.category, placed.is_crime
ORDER BY ward, month, category, is_crime
