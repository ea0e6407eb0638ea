-- title: Residents of every small area of an area.
-- grain: one row per small area
-- parameter area: code of a partnership or local authority
-- parameter vintage: census year of the small areas
-- parameter year: year of the estimate
-- column small_area: code of the small area
-- column name: name of the small area
-- column persons: number of residents, missing where the estimate does not cover the area

SELECT
    a.code AS small_area,
    a.name,
    p.persons
FROM (
    SELECT code, min(name) AS name
    FROM small_area
    WHERE vintage = :vintage
        AND (
            lad_code = :area
            OR lad_code IN (SELECT lad_code FROM partnership WHERE csp_code = :area)
        )
    GROUP BY code
) AS a
LEFT JOIN (
    SELECT code, sum(persons) AS persons
    FROM population
    WHERE vintage = :vintage
        AND year = :year
    GROUP BY code
) AS p
    ON p.code = a.code
ORDER BY small_area
