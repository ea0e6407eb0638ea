-- title: Residents of an area by single year of age.
-- grain: one row per year of age
-- parameter area: code of a partnership or local authority
-- parameter vintage: census year of the small areas
-- parameter year: year of the estimate
-- column age: whole number of years; 90 stands for 90 and over
-- column persons: number of residents

SELECT
    p.age,
    sum(p.persons) AS persons
FROM population AS p
INNER JOIN (
    SELECT DISTINCT code, vintage
    FROM small_area
    WHERE lad_code = :area
        OR lad_code IN (SELECT lad_code FROM partnership WHERE csp_code = :area)
) AS a
    ON a.code = p.code
    AND a.vintage = p.vintage
WHERE p.vintage = :vintage
    AND p.year = :year
GROUP BY p.age
ORDER BY p.age
