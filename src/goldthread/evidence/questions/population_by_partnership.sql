-- title: Residents of every partnership of the lake.
-- grain: one row per partnership
-- parameter vintage: census year of the small areas
-- parameter year: year of the estimate
-- column partnership: code of the partnership
-- column name: name of the partnership
-- column areas: whole number, small areas with an estimate
-- column persons: number of residents

SELECT
    m.area_code AS partnership,
    min(a.name) AS name,
    count(*) AS areas,
    sum(p.persons) AS persons
FROM area_member AS m
INNER JOIN (
    SELECT code, sum(persons) AS persons
    FROM population
    WHERE vintage = :vintage
        AND year = :year
    GROUP BY code
) AS p
    ON p.code = m.lsoa_code
INNER JOIN area AS a
    ON a.code = m.area_code
    AND a.level = 'csp'
WHERE m.level = 'csp'
    AND m.vintage = :vintage
GROUP BY m.area_code
ORDER BY partnership
