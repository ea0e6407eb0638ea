-- title: Which years of population are held for an area.
-- grain: one row per census vintage and year
-- parameter area: code of a partnership or local authority
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
INNER JOIN (
    SELECT DISTINCT code, vintage
    FROM small_area
    WHERE lad_code = :area
        OR lad_code IN (SELECT lad_code FROM partnership WHERE csp_code = :area)
) AS a
    ON a.code = p.code
    AND a.vintage = p.vintage
GROUP BY p.vintage, p.year
ORDER BY p.vintage, p.year
