-- title: The small areas of an area, with their residents.
-- grain: one row per small area
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter vintage: census year of the small areas
-- parameter year: year of the population estimate
-- column small_area: code of the small area
-- column name: name of the small area, missing where no lookup names it
-- column persons: number of residents, missing where no estimate is held

SELECT
    m.lsoa_code AS small_area,
    n.name,
    p.persons
FROM area_member AS m
LEFT JOIN (
    SELECT code, min(name) AS name
    FROM small_area
    WHERE vintage = :vintage
    GROUP BY code
) AS n
    ON n.code = m.lsoa_code
LEFT JOIN (
    SELECT code, sum(persons) AS persons
    FROM population
    WHERE vintage = :vintage
        AND year = :year
    GROUP BY code
) AS p
    ON p.code = m.lsoa_code
WHERE m.area_code = :area
    AND m.vintage = :vintage
ORDER BY small_area
