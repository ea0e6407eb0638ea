-- title: Map points that collect records because of what stands there.
-- grain: one row per label
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter start: first month
-- parameter end: month after the last
-- column label: label of the map point as published
-- column records: whole number, records
-- column crimes: whole number, recorded crimes among them

SELECT
    street AS label,
    count(*) AS records,
    count(CASE WHEN is_crime THEN 1 END) AS crimes
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
    AND (
        street LIKE '%Police Station%'
        OR street LIKE '%Hospital%'
        OR street LIKE '%Prison%'
        OR street LIKE '%Court%House%'
    )
GROUP BY street
ORDER BY label
