-- title: Offences in every small area of an area, month by month.
-- grain: one row per small area and month that has offences
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter vintage: census year of the small areas, 2011 or 2021
-- parameter start: first month
-- parameter end: month after the last
-- column small_area: code of the small area
-- column month: date, first of the month
-- column crimes: whole number, recorded crimes
-- column asb: whole number, incidents of anti-social behaviour

SELECT
    small_area,
    month,
    count(CASE WHEN is_crime THEN 1 END) AS crimes,
    count(CASE WHEN NOT is_crime THEN 1 END) AS asb
FROM (
    SELECT
        CASE WHEN :vintage = '2021' THEN lsoa21 ELSE lsoa11 END AS small_area,
        month,
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
WHERE small_area IS NOT NULL
GROUP BY small_area, month
ORDER BY small_area, month
