-- title: Residents of an area by single year of age.
-- grain: one row per year of age
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter vintage: census year of the small areas
-- parameter year: year of the estimate
-- column age: whole number of years; 90 stands for 90 and over
-- column persons: number of residents

SELECT
    p.age,
    sum(p.persons) AS persons
FROM population AS p
INNER JOIN area_member AS m
    ON m.lsoa_code = p.code
    AND m.vintage = p.vintage
WHERE m.area_code = :area
    AND p.vintage = :vintage
    AND p.year = :year
GROUP BY p.age
ORDER BY p.age
