-- title: The outlines of an area's small areas.
-- grain: one row per outline
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter vintage: census year of the small areas
-- column code: code of the small area
-- column name: its name
-- column generalised: true where the outline was simplified for drawing
-- column geometry: outline in longitude and latitude, as well-known binary

SELECT
    b.code,
    b.name,
    b.generalised,
    b.geometry
FROM boundary AS b
INNER JOIN area_member AS m
    ON m.lsoa_code = b.code
    AND m.vintage = b.vintage
WHERE m.area_code = :area
    AND b.level = 'small_area'
    AND b.vintage = :vintage
ORDER BY b.code, b.generalised, b.geometry
