-- title: How many offences of an area can be put into small areas of each census.
-- grain: one row
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter start: first month
-- parameter end: month after the last
-- column records: whole number, records located in the area
-- column placed_2011: whole number, records with a small area of 2011
-- column placed_2021: whole number, records with a small area of 2021

SELECT
    count(*) AS records,
    count(lsoa11) AS placed_2011,
    count(lsoa21) AS placed_2021
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
ORDER BY records
