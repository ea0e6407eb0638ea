-- title: Which editions of the deprivation indices are held for an area.
-- grain: one row per edition and measure
-- parameter area: code of a partnership or local authority
-- column edition: year of the edition
-- column vintage: census year of the small areas it uses
-- column measure: name of the measure
-- column areas: whole number, small areas of the area that it covers

SELECT
    d.edition,
    d.vintage,
    d.measure,
    count(DISTINCT d.code) AS areas
FROM deprivation AS d
INNER JOIN (
    SELECT DISTINCT code, vintage
    FROM small_area
    WHERE lad_code = :area
        OR lad_code IN (SELECT lad_code FROM partnership WHERE csp_code = :area)
) AS a
    ON a.code = d.code
    AND a.vintage = d.vintage
GROUP BY d.edition, d.vintage, d.measure
ORDER BY d.edition, d.vintage, d.measure
