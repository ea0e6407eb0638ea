-- title: The outlines of an area's small areas or wards.
-- grain: one row per outline
-- parameter area: code of a partnership or local authority
-- parameter level: small_area or ward
-- parameter vintage: vintage of the boundaries
-- parameter member_vintage: census year of the small areas that make up the wards
-- parameter ward_year: year of the ward boundaries; any year for small areas
-- column code: code of the small area or ward
-- column name: its name
-- column generalised: true where the outline was simplified for drawing
-- column geometry: outline in longitude and latitude, as well-known binary

SELECT
    b.code,
    b.name,
    b.generalised,
    b.geometry
FROM boundary AS b
WHERE b.level = :level
    AND b.vintage = :vintage
    AND b.code IN (
        SELECT code
        FROM small_area
        WHERE :level = 'small_area'
            AND (
                lad_code = :area
                OR lad_code IN (SELECT lad_code FROM partnership WHERE csp_code = :area)
            )
        UNION
        SELECT w.ward_code
        FROM ward_member AS w
        INNER JOIN small_area AS a
            ON a.code = w.lsoa_code
            AND a.vintage = w.lsoa_vintage
        WHERE :level = 'ward'
            AND w.lsoa_vintage = :member_vintage
            AND w.ward_year = :ward_year
            AND (
                a.lad_code = :area
                OR a.lad_code IN (SELECT lad_code FROM partnership WHERE csp_code = :area)
            )
    )
ORDER BY b.code
