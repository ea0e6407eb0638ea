-- title: Which forces reported the offences of an area.
-- grain: one row per force
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter start: first month
-- parameter end: month after the last
-- column force: short name of the force whose file holds the record
-- column months: whole number, months with any record
-- column crimes: whole number, recorded crimes
-- column asb: whole number, incidents of anti-social behaviour

SELECT
    force,
    count(DISTINCT month) AS months,
    count(CASE WHEN is_crime THEN 1 END) AS crimes,
    count(CASE WHEN NOT is_crime THEN 1 END) AS asb
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
GROUP BY force
ORDER BY force
