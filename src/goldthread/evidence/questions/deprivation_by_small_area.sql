-- title: One measure of deprivation for every small area of an area.
-- grain: one row per small area
-- parameter area: code of a partnership or local authority
-- parameter edition: year of the edition
-- parameter measure: name of the measure, such as imd_decile
-- column small_area: code of the small area
-- column value: the measure; a decile or rank of 1 is the most deprived

SELECT
    d.code AS small_area,
    d.value
FROM deprivation AS d
INNER JOIN (
    SELECT DISTINCT code, vintage
    FROM small_area
    WHERE lad_code = :area
        OR lad_code IN (SELECT lad_code FROM partnership WHERE csp_code = :area)
) AS a
    ON a.code = d.code
    AND a.vintage = d.vintage
WHERE d.edition = :edition
    AND d.measure = :measure
ORDER BY small_area
