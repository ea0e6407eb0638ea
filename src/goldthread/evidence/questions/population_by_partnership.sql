-- title: Residents of every partnership of the lake.
-- grain: one row per partnership
-- parameter vintage: census year of the small areas
-- parameter year: year of the estimate
-- column partnership: code of the partnership
-- column name: name of the partnership
-- column areas: whole number, small areas
-- column persons: number of residents

SELECT
    c.csp_code AS partnership,
    min(c.csp_name) AS name,
    count(DISTINCT a.code) AS areas,
    sum(p.persons) AS persons
FROM (
    SELECT DISTINCT lad_code, csp_code, csp_name
    FROM partnership
    WHERE year = (SELECT max(year) FROM partnership)
) AS c
INNER JOIN (
    SELECT DISTINCT code, lad_code
    FROM small_area
    WHERE vintage = :vintage
) AS a
    ON a.lad_code = c.lad_code
INNER JOIN (
    SELECT code, sum(persons) AS persons
    FROM population
    WHERE vintage = :vintage
        AND year = :year
    GROUP BY code
) AS p
    ON p.code = a.code
GROUP BY c.csp_code
ORDER BY partnership
