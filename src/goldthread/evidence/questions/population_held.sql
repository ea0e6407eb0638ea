-- title: Which years of population are held for an area.
-- grain: one row per census vintage and year
-- parameter area: code of a partnership, local authority, ward or small area
-- column vintage: census year of the small areas
-- column year: year of the estimate
-- column areas: whole number, small areas of the area that the estimate covers
-- column persons: number of residents

SELECT
    p.vintage,
    p.year,
    count(DISTINCT p.code) AS areas,
    sum(p.persons) AS persons
FROM population AS p
INNER JOIN area_member AS m
    ON m.lsoa_code = p.code
    AND m.vintage = p.vintage
WHERE m.area_code = :area
GROUP BY p.vintage, p.year
ORDER BY p.vintage, p.year
