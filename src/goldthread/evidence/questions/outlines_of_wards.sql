-- title: The outlines of an area's wards.
-- grain: one row per outline
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter vintage: census year of the small areas that make up the wards
-- parameter ward_year: year of the ward boundaries
-- column code: code of the ward
-- column name: its name
-- column generalised: true where the outline was simplified for drawing
-- column geometry: outline in longitude and latitude, as well-known binary

SELECT
    b.code,
    b.name,
    b.generalised,
    b.geometry
FROM boundary AS b
WHERE b.level = 'ward'
    AND b.code IN (
        SELECT w.ward_code
        FROM ward_member AS w
        INNER JOIN area_member AS m
            ON m.lsoa_code = w.lsoa_code
            AND m.vintage = w.lsoa_vintage
        WHERE m.area_code = :area
            AND w.lsoa_vintage = :vintage
            AND w.ward_year = :ward_year
    )
ORDER BY b.code, b.vintage DESC, b.generalised, b.geometry
